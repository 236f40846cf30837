// Starts Pyodide as a page does, installs the wheel and asks every function: node run.mjs FOLDER INSIDE
// FOLDER holds pyodide/ (the runtime), wheel/ (ours), xlwings.zip and jobs.json; figures.json is written there.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, inside] = process.argv.slice(2).map((name) => path.resolve(name));
const started = performance.now();
const runtime = path.join(folder, "pyodide");
const { loadPyodide } = await import(pathToFileURL(path.join(runtime, "pyodide.mjs")));
const python = await loadPyodide({ indexURL: runtime + path.sep });
const silent = { messageCallback: () => {} };
await python.loadPackage(["micropip", "numpy"], silent);
const loaded = performance.now();
await python.loadPackage(["scipy"], silent);
const withScipy = performance.now();

python.FS.mkdirTree("/given");
const wheel = fs.readdirSync(path.join(folder, "wheel"))[0];
python.FS.writeFile("/given/" + wheel, fs.readFileSync(path.join(folder, "wheel", wheel)));
for (const name of ["xlwings.zip", "jobs.json"])
  python.FS.writeFile("/given/" + name, fs.readFileSync(path.join(folder, name)));
python.globals.set("WHEEL", "emfs:/given/" + wheel);
const failed = await python.runPythonAsync(fs.readFileSync(inside, "utf8"));

const seconds = (from, to) => (to - from) / 1000;
const figures = {
  pyodide: python.version,
  "Python and NumPy loaded": seconds(started, loaded),
  "SciPy loaded": seconds(loaded, withScipy),
  ...JSON.parse(python.globals.get("figures")),
};
fs.writeFileSync(path.join(folder, "figures.json"), JSON.stringify(figures));
console.log(figures);
process.exit(failed ? 1 : 0);
