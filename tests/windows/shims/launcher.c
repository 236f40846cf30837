/* python.exe of a virtual environment: it starts the Python that pyvenv.cfg names, with the same words, as a child that
   ends when this process ends, and tells it by __PYVENV_LAUNCHER__ which environment it serves. */
#include <windows.h>
#include <stdio.h>

#ifdef WINDOWED
#define PROGRAM L"pythonw.exe"
#else
#define PROGRAM L"python.exe"
#endif
#define LONGEST 32768

static void up(wchar_t *path) { *wcsrchr(path, L'\\') = 0; }

/* pyvenv.cfg is UTF-8. */
static int home_of(const wchar_t *settings, wchar_t *home)
{
    char line[4096];
    FILE *file = _wfopen(settings, L"rb");
    if (!file) return 0;
    *home = 0;
    while (fgets(line, sizeof line, file))
        if (!strncmp(line, "home = ", 7)) {
            line[strcspn(line, "\r\n")] = 0;
            MultiByteToWideChar(CP_UTF8, 0, line + 7, -1, home, LONGEST);
        }
    fclose(file);
    return *home != 0;
}

static int run(void)
{
    static wchar_t me[LONGEST], settings[LONGEST], program[LONGEST];
    STARTUPINFOW start;
    PROCESS_INFORMATION child;
    DWORD code;
    GetModuleFileNameW(NULL, me, LONGEST);
    wcscpy(settings, me);
    up(settings);
    up(settings);
    wcscat(settings, L"\\pyvenv.cfg");
    if (!home_of(settings, program)) return 106;
    wcscat(program, L"\\" PROGRAM);
    SetEnvironmentVariableW(L"__PYVENV_LAUNCHER__", me);
    HANDLE job = CreateJobObjectW(NULL, NULL);
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limit = {0};
    limit.BasicLimitInformation.LimitFlags =
        JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK;
    SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limit, sizeof limit);
    GetStartupInfoW(&start);
    if (!CreateProcessW(program, GetCommandLineW(), NULL, NULL, TRUE, 0, NULL, NULL, &start, &child)) return 101;
    AssignProcessToJobObject(job, child.hProcess);
    WaitForSingleObject(child.hProcess, INFINITE);
    GetExitCodeProcess(child.hProcess, &code);
    return (int)code;
}

#ifdef WINDOWED
int WINAPI wWinMain(HINSTANCE self, HINSTANCE none, PWSTR line, int show) { return run(); }
#else
int wmain(void) { return run(); }
#endif
