/* bcryptprimitives.dll, which Wine 8 lacks: the source of random numbers of programs written in Rust. */
#include <windows.h>
#include <ntsecapi.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE into, SIZE_T count)
{
    while (count) {
        ULONG some = count > 0x10000 ? 0x10000 : (ULONG)count;
        if (!SystemFunction036(into, some)) return FALSE;
        into += some;
        count -= some;
    }
    return TRUE;
}
