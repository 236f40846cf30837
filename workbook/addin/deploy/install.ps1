<#
Installs xlclv from this folder alone: a virtual environment, the add-in for Excel. No internet is used.

  powershell.exe -NoProfile -ExecutionPolicy Bypass -File install.ps1
  powershell.exe -NoProfile -ExecutionPolicy Bypass -File install.ps1 -Scope User

The first is for everyone and needs SYSTEM or an administrator; the second for the user alone, without any rights.

Ends with 0, or with 1 and the reason. What it does is written to xlclv-install.log in the folder for temporary files.
#>
#Requires -Version 5.1
[CmdletBinding()]
param(
    [ValidateSet('Machine', 'User')] [string] $Scope = 'Machine',
    [string] $Python = '',
    [switch] $SkipAddin
)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'

# Intune and some GPO runners are 32-bit programs, which see another Program Files and another registry.
if ([Environment]::Is64BitOperatingSystem -and -not [Environment]::Is64BitProcess) {
    $native = Join-Path $env:WINDIR 'SysNative\WindowsPowerShell\v1.0\powershell.exe'
    $again = @('-NoProfile', '-ExecutionPolicy', 'Bypass', '-File', $PSCommandPath, '-Scope', $Scope)
    if ($Python) { $again += @('-Python', $Python) }
    if ($SkipAddin) { $again += '-SkipAddin' }
    & $native @again
    exit $LASTEXITCODE
}
. (Join-Path $PSScriptRoot 'common.ps1')

function Find-Python([string] $version) {
    # The base Python: for everyone one that all can start, else the user's own, too. Never the Store's.
    if ($Python) { return $Python }
    $hives = @('HKLM:\SOFTWARE\Python\PythonCore')
    if ($Scope -eq 'User') { $hives = @('HKCU:\SOFTWARE\Python\PythonCore') + $hives }
    foreach ($hive in $hives) {
        $key = Join-Path $hive "$version\InstallPath"
        if (-not (Test-Path -LiteralPath $key)) { continue }
        $found = Join-Path (Get-Item -LiteralPath $key).GetValue('') 'python.exe'
        if ((Test-Path -LiteralPath $found) -and ($found -notlike '*WindowsApps*')) { return $found }
    }
    return $null
}

function Install-Python([string] $installer) {
    Write-Log "Installing Python from $installer"
    $everyone = if ($Scope -eq 'Machine') { '1' } else { '0' }
    $options = @('/quiet', "InstallAllUsers=$everyone", 'PrependPath=0', 'Include_launcher=0', 'Shortcuts=0')
    $done = Start-Process -FilePath $installer -ArgumentList $options -Wait -PassThru
    if ($done.ExitCode -ne 0) { throw "Python's installer ended with code $($done.ExitCode)" }
}

function Test-Files {
    # What arrived is what was packed. Add-ins and scripts are not among them: you may have signed them.
    foreach ($file in $Bundle.files) {
        $path = Join-Path $PSScriptRoot $file.name
        if (-not (Test-Path -LiteralPath $path)) { throw "$($file.name) is missing from the folder" }
        $sum = (Get-FileHash -LiteralPath $path -Algorithm SHA256).Hash
        if ($sum -ne $file.sha256) { throw "$($file.name) was changed since it was packed" }
    }
}

try {
    Write-Log "xlclv $($Bundle.version) for $Scope into $Target"
    Test-Files
    $base = Find-Python $Bundle.python
    if (-not $base -and $Bundle.installer) {
        Install-Python (Join-Path $PSScriptRoot $Bundle.installer)
        $base = Find-Python $Bundle.python
    }
    if (-not $base) {
        throw "there is no Python $($Bundle.python) with 64 bits for ${Scope}: install it, or name it with -Python"
    }
    if (-not (Test-Path -LiteralPath $Interpreter)) { Invoke-Program $base @('-I', '-m', 'venv', $Target) }
    $wheels = Join-Path $PSScriptRoot 'wheels'
    Invoke-Program $Interpreter @('-I', '-m', 'pip', '--disable-pip-version-check', 'install', '--upgrade',
        '--no-index', '--find-links', $wheels, $Bundle.requirement)
    if (-not $SkipAddin) {
        $words = @('-I', '-m', 'xlclv', 'addin', 'install', '--file', (Join-Path $PSScriptRoot $AddinFile))
        if ($Scope -eq 'Machine') { $words += @('--for', 'everyone') }
        Invoke-Program $Interpreter $words
    }
    Write-Log 'Done'
    exit 0
} catch {
    Write-Log "FAILED: $_"
    exit 1
}
