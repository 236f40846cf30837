/* python.exe and pythonw.exe of Windows' CPython: its whole body is in python311.dll. */
#include <windows.h>

typedef int (*Main)(int, wchar_t **);

static int run(int count, wchar_t **words)
{
    HMODULE python = LoadLibraryW(L"python311.dll");
    if (!python) return 101;
    return ((Main)(void *)GetProcAddress(python, "Py_Main"))(count, words);
}

#ifdef WINDOWED
#include <shellapi.h>
int WINAPI wWinMain(HINSTANCE self, HINSTANCE none, PWSTR line, int show)
{
    int count;
    wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &count);
    return run(count, words);
}
#else
int wmain(int count, wchar_t **words) { return run(count, words); }
#endif
