# What install, uninstall and detection share: where things are, and how a program is run.
$Bundle = Get-Content -LiteralPath (Join-Path $PSScriptRoot 'bundle.json') -Raw -Encoding UTF8 | ConvertFrom-Json
$AddinFile = if ($Scope -eq 'Machine') { 'xlclv.xlam' } else { 'user\xlclv.xlam' }
$Target = Join-Path $(if ($Scope -eq 'Machine') { $env:ProgramFiles } else { $env:LOCALAPPDATA }) 'xlclv'
$Interpreter = Join-Path $Target 'Scripts\python.exe'

function Write-Log([string] $line) {
    $stamped = "$(Get-Date -Format s)  $line"
    Write-Output $stamped
    Add-Content -LiteralPath (Join-Path $env:TEMP 'xlclv-install.log') -Value $stamped -Encoding UTF8
}

function Invoke-Program([string] $program, [string[]] $words) {
    # An array of words: PowerShell quotes each, so that a blank in a path stays in it.
    Write-Log "$program $($words -join ' ')"
    & $program @words
    if ($LASTEXITCODE -ne 0) { throw "$program ended with code $LASTEXITCODE" }
}
