// Shows how far the work is, goes on when it is done, and lets the server know that somebody looks.
"use strict";
const job = document.getElementById("job");
const gone = () => {  // closed in another tab, or at the terminal: nothing on this page works any more
  if (document.getElementById("gone")) return;
  const said = document.createElement("p");
  said.id = "gone";
  said.className = "why";
  said.setAttribute("role", "alert");
  said.textContent = "The page has ended: it was closed in another tab or where it was started, or nobody looked at it "
    + "for a while. All its files are deleted. Start it again with: xlclv page";
  document.getElementById("main").prepend(said);
  document.querySelectorAll("button, input, select").forEach((part) => { part.disabled = true; });
};
const look = async () => {
  let state;
  try {
    state = await (await fetch("state", { cache: "no-store" })).json();
  } catch {
    gone();
    return;
  }
  if (job && (!state.running || String(state.number) !== job.dataset.number)) {
    location.replace(job.dataset.then);
    return;
  }
  if (job) {
    document.getElementById("seconds").textContent = state.seconds;
    document.getElementById("steps").replaceChildren(...state.steps.map((step) => {
      const line = document.createElement("li");
      line.textContent = step;
      return line;
    }));
  }
  setTimeout(look, job ? 700 : 15000);
};
look();
document.querySelectorAll(".ticks input").forEach((tick) => tick.addEventListener("change", () => {
  document.querySelector("input[name=which][value=these]").checked = true;  // a tick is meant to count
}));
