<#
Intune's detection rule: says so and ends with 0 when this version is installed; else it says nothing and ends with 1.
"Run script as 32-bit process on 64-bit clients" is to be No.
#>
$Scope = '@SCOPE@'
$Version = '@VERSION@'
$base = if ($Scope -eq 'Machine') { $env:ProgramFiles } else { $env:LOCALAPPDATA }
$there = Join-Path $base "xlclv\Lib\site-packages\xlclv-$Version.dist-info\METADATA"
if (-not (Test-Path -LiteralPath $there)) { exit 1 }
if ($Scope -eq 'User') {
    $startup = Join-Path $env:APPDATA 'Microsoft\Excel\XLSTART'
} else {
    $key = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe'
    if (-not (Test-Path -LiteralPath $key)) { exit 1 }
    $excel = (Get-Item -LiteralPath $key).GetValue('').Trim('"')
    $startup = Join-Path (Split-Path -Parent $excel) 'XLSTART'
}
if (-not (Test-Path -LiteralPath (Join-Path $startup 'xlclv.xlam'))) { exit 1 }
Write-Output "xlclv $Version is installed"
exit 0
