<#
Takes away what install.ps1 put there: the add-in and the environment. Workbooks stay, and so does Python itself.

  powershell.exe -NoProfile -ExecutionPolicy Bypass -File uninstall.ps1 [-Scope User]
#>
#Requires -Version 5.1
[CmdletBinding()]
param([ValidateSet('Machine', 'User')] [string] $Scope = 'Machine')
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
if ([Environment]::Is64BitOperatingSystem -and -not [Environment]::Is64BitProcess) {
    $native = Join-Path $env:WINDIR 'SysNative\WindowsPowerShell\v1.0\powershell.exe'
    & $native -NoProfile -ExecutionPolicy Bypass -File $PSCommandPath -Scope $Scope
    exit $LASTEXITCODE
}
. (Join-Path $PSScriptRoot 'common.ps1')

try {
    if (Test-Path -LiteralPath $Interpreter) {
        $words = @('-I', '-m', 'xlclv', 'addin', 'uninstall')
        if ($Scope -eq 'Machine') { $words += @('--for', 'everyone') }
        Invoke-Program $Interpreter $words
    }
    if (Test-Path -LiteralPath $Target) { Remove-Item -LiteralPath $Target -Recurse -Force }
    Write-Log "xlclv is gone from $Target"
    exit 0
} catch {
    Write-Log "FAILED: $_; close Excel and try again"
    exit 1
}
