"""What a firm's rules do to an add-in with macros that starts a program: Defender's, Office's, and where they stand.

Every rule is read from all places where it may have been set. Microsoft's documents name them; we have seen none at
work in Excel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PureWindowsPath

from xlclv.workbook.addin.finding import Finding
from xlclv.workbook.addin.machine import Machine

_OFFICE = r"Microsoft\Office\16.0"
_DEFENDER = r"Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
_STATES = {0: "off", 1: "block", 2: "audit", 5: "not configured", 6: "warn"}


@dataclass(frozen=True, slots=True)
class Branch:
    """One place in the registry where Office's rules may stand, the strongest first in BRANCHES."""

    root: str
    key: str
    owner: str

    @property
    def policy(self) -> bool:
        return "Policies" in self.key


BRANCHES = (
    Branch("HKLM", rf"Software\Policies\{_OFFICE}", "a policy for this machine"),
    Branch("HKCU", r"Software\Policies\Microsoft\Cloud\Office\16.0", "a cloud policy of Microsoft 365"),
    Branch("HKCU", rf"Software\Policies\{_OFFICE}", "a policy for you"),
    Branch("HKLM", rf"Software\{_OFFICE}", "a setting for this machine"),
    Branch("HKCU", rf"Software\{_OFFICE}", "Excel's Trust Center"),
)
_OWN = BRANCHES[-1]


@dataclass(frozen=True, slots=True)
class Rule:
    """One of Defender's attack surface reduction rules that meets us."""

    number: str
    name: str
    harm: str


RULES = (
    Rule("d4f940ab-401b-4efc-aadc-ad5f3c50688a", "Block all Office applications from creating child processes",
         "Excel may not start Python"),
    Rule("92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b", "Block Win32 API calls from Office macros",
         "the add-in's macros, which call xlwings' DLL, may be blocked"),
)  # fmt: skip


def examine(machine: Machine, addin: str, interpreter: str, signed: bool) -> list[Finding]:
    """Everything that stops the add-in at `addin`, which starts `interpreter`; one good finding when nothing does."""
    found = [*_defender(machine, addin, interpreter), *_vba_off(machine), *_addins(machine, signed)]
    folder = PureWindowsPath(addin).parent
    untrusted = list(_trust(machine, folder))
    found += untrusted
    if untrusted:
        found += _warnings(machine, signed)
    return found or [Finding("Rules", True, "no rule found that blocks add-ins, macros, or starting Python from Excel")]


def _defender(machine: Machine, addin: str, interpreter: str) -> Iterator[Finding]:
    for rule in RULES:
        state, place = _state(machine, rule.number)
        if state in (1, 6):
            how = "blocks" if state == 1 else "warns, and blocks until the user allows it"
            yield Finding(
                "Defender", False, f"the rule \"{rule.name}\" {how} ({place}): {rule.harm}",
                "only your IT can allow it; where Defender is not the active antivirus the rule does nothing",
                f"Please exclude {interpreter} and {addin} from Defender's ASR rule \"{rule.name}\" ({rule.number}), "
                "or set it to audit for those who use xlclv. The add-in starts this one Python by a constant command "
                "and loads xlwings' DLL beside it; 'xlclv docs it' says all it does.",
            )  # fmt: skip
        elif state == 2:
            told = f'the rule "{rule.name}" is in audit mode ({place}): each start is recorded, none blocked'
            yield Finding("Defender", True, told)


def _state(machine: Machine, number: str) -> tuple[int | None, str]:
    """A rule's state and where it is set: by group policy, by Intune, or on this machine, in this order."""
    managed = machine.registry("HKLM", r"SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager")
    listed = dict(re.findall(r"([0-9A-Fa-f-]{36})=(\d)", str(managed.get("ASRRules", ""))))
    places: tuple[tuple[str, Mapping[str, object]], ...] = (
        ("group policy", machine.registry("HKLM", rf"SOFTWARE\Policies\Microsoft\{_DEFENDER}")),
        ("Intune", listed),
        ("this machine's Defender settings", machine.registry("HKLM", rf"SOFTWARE\Microsoft\{_DEFENDER}")),
    )
    for place, rules in places:
        for name, value in rules.items():
            if name.strip("{}").lower() == number and str(value).isdigit() and int(str(value)) in _STATES:
                return int(str(value)), place
    return None, ""


def _vba_off(machine: Machine) -> Iterator[Finding]:
    for branch in BRANCHES:
        if _is(machine, branch, "Common", "VBAOff", 1):
            yield Finding("Macros", False, f"VBA is turned off in all of Office by {branch.owner}", *_asked(
                branch, "Common", "VBAOff", "allow VBA in Excel (VBAOff = 0)"))  # fmt: skip
            return


def _addins(machine: Machine, signed: bool) -> Iterator[Finding]:
    for branch in BRANCHES:
        if _is(machine, branch, r"Excel\Security", "DisableAllAddins", 1):
            yield Finding("Macros", False, f"all add-ins are disabled by {branch.owner}", *_asked(
                branch, r"Excel\Security", "DisableAllAddins", "allow add-ins in Excel", "Add-ins"))  # fmt: skip
        if _is(machine, branch, r"Excel\Security", "RequireAddinSig", 1) and not signed:
            told = f"only signed add-ins run by {branch.owner}; this one is not signed"
            yield Finding("Macros", False, told, *_asked(
                branch, r"Excel\Security", "RequireAddinSig",
                "sign xlclv.xlam with our certificate ('xlclv docs it' says how), or allow it unsigned", "Add-ins",
            ))  # fmt: skip


def _trust(machine: Machine, folder: PureWindowsPath) -> Iterator[Finding]:
    """Whether the folder's macros are trusted: it is one of Excel's own, unless these are ruled out."""
    for branch in BRANCHES:
        if _is(machine, branch, r"Excel\Security\Trusted Locations", "AllLocationsDisabled", 1):
            yield Finding("Macros", False,
                f"trusted locations, Excel's startup folder among them, are disabled by {branch.owner}",
                *_asked(branch, r"Excel\Security\Trusted Locations", "AllLocationsDisabled",
                        "sign xlclv.xlam and trust its publisher, or allow trusted locations", "Trusted Locations"),
            )  # fmt: skip
            return
    given = list(_locations(machine, [b for b in BRANCHES if b.policy]))
    if any(_inside(folder, location) for location in given):
        return
    for branch in BRANCHES:
        mixed = machine.registry(branch.root, rf"{branch.key}\Common\Security\Trusted Locations")
        if branch.policy and any(mixed.get(name) == 0 for name in ("AllowUserLocations", "allow user locations")):
            told = f"only trusted locations named by {branch.owner} count, and {folder} is none of them"
            ask = f"add {folder} to Excel's trusted locations, by the policy that sets them"
            yield Finding("Macros", False, told, "ask your IT", f"Please {ask}.")
            return
    own = list(_locations(machine, [_OWN]))
    if own and not any(_inside(folder, location) for location in own):
        told = f"{folder} is not in Excel's list of trusted locations"
        fix = "File, Options, Trust Center, Trust Center Settings, Trusted Locations: add it"
        yield Finding("Macros", False, told, fix, f"Please add {folder} to Excel's trusted locations.")
    if str(folder).startswith("\\\\"):
        yield Finding("Macros", False, f"{folder} lies on a server, which Excel does not trust by itself",
                      "install for everyone, on this machine's disk: xlclv addin install --for everyone",
                      f"Please allow trusted locations on the network and add {folder}.")  # fmt: skip


def _warnings(machine: Machine, signed: bool) -> Iterator[Finding]:
    """Where the folder is not trusted, what Excel does with macros decides."""
    for branch in BRANCHES:
        found = machine.registry(branch.root, rf"{branch.key}\Excel\Security").get("VBAWarnings")
        if found == 4 or (found == 3 and not signed):
            what = "all macros are disabled without a word" if found == 4 else "only signed macros run"
            yield Finding("Macros", False, f"{what}, by {branch.owner}", *_asked(
                branch, r"Excel\Security", "VBAWarnings",
                "trust the folder of xlclv.xlam, or sign it and let signed macros run", "Macro Settings",
            ))  # fmt: skip
        if found in (1, 2, 3, 4):
            return


def _locations(machine: Machine, branches: list[Branch]) -> Iterator[tuple[str, bool]]:
    """Trusted folders by path, and whether those within are, too."""
    for branch in branches:
        for owner in ("Excel", "Common"):
            for number in range(21):
                key = rf"{branch.key}\{owner}\Security\Trusted Locations\Location{number}"
                found = machine.registry(branch.root, key)
                if found.get("Path"):
                    yield _expanded(machine, str(found["Path"])), found.get("AllowSubfolders") == 1


def _inside(folder: PureWindowsPath, location: tuple[str, bool]) -> bool:
    path, deep = PureWindowsPath(location[0]), location[1]
    return folder == path or (deep and folder.is_relative_to(path))


def _expanded(machine: Machine, path: str) -> str:
    return machine.expanded(path).rstrip("\\/")


def _is(machine: Machine, branch: Branch, key: str, name: str, value: int) -> bool:
    return bool(machine.registry(branch.root, rf"{branch.key}\{key}").get(name) == value)


def _asked(branch: Branch, key: str, name: str, ask: str, page: str = "") -> tuple[str, str]:
    """What the user does, and what to write to IT."""
    sentence = f"Please {ask}: {name} in {branch.root}\\{branch.key}\\{key} stops the add-in."
    if branch is _OWN and page:
        return f"File, Options, Trust Center, Trust Center Settings, {page}", sentence
    return "ask your IT", sentence
