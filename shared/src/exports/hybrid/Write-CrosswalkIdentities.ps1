<#
.SYNOPSIS
Writes what a mailbox move needs to MailUsers that belong to an on-premises directory.

.DESCRIPTION
Takes everything it writes from the identities CSV, which Crosswalk makes for one pair of
tenants. For each identity it finds the MailUser in Active Directory, keeps its values in the
progress CSV, writes, and reads back. A MailUser that has everything is left alone, so that the
script may be run again after whatever stopped it.

It runs in Windows PowerShell 5.1, in the Exchange Management Shell of Exchange Server 2019 or
Subscription Edition, or on a computer with the Exchange Server 2019 Management Tools, and stops
anywhere else. In a forest with several domains run
Set-ADServerSettings -ViewEntireForest $true before it.

.PARAMETER IdentitiesCsvFilepath
The identities CSV as it was downloaded.

.PARAMETER ProgressOutputCsvFilePath
The progress CSV: rows are added to it. It holds the values from before, which -Undo needs, so
keep it; and Crosswalk takes it back.

.PARAMETER Undo
Puts back what the progress CSV says was there before, for the identities in the identities CSV,
wherever the values are still those that this script wrote.

.EXAMPLE
.\Write-CrosswalkIdentities.ps1 -IdentitiesCsvFilepath identities.csv -ProgressOutputCsvFilePath progress.csv -WhatIf

Shows what would be written. Nothing is changed, the progress CSV included.
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [Parameter(Mandatory = $true)]
    [string] $IdentitiesCsvFilepath,

    [Parameter(Mandatory = $true)]
    [string] $ProgressOutputCsvFilePath,

    [switch] $Undo
)

$ErrorActionPreference = 'Stop'

$IdentitiesFormat = 'crosswalk-identities-1'
$ProgressFormat = 'crosswalk-progress-1'
$IdentitiesColumns = @(
    'Format'
    'SourceExternalDirectoryObjectId'
    'SourceUserPrincipalName'
    'TargetExternalDirectoryObjectId'
    'TargetUserPrincipalName'
    'TargetPrimarySmtpAddress'
    'SetExternalEmailAddress'
    'SetPrimarySmtpAddress'
    'SetExchangeGuid'
    'SetArchiveGuid'
    'AddEmailAddresses'
    'Problem'
)
$OldestExchange = [version] '15.2'
$ManagementTools = 'Microsoft.Exchange.Management.PowerShell.RecipientManagement'

# What a key may hold to stand in a filter: nothing else is looked up.
$SafeKey = '^[A-Za-z0-9''._+&=!#^~-]+@[A-Za-z0-9.-]+\z'

$Afterwards = 'Wait for Entra Connect to synchronise the changes, or run Start-ADSyncSyncCycle -PolicyType Delta on the server that it runs on. Then verify.'

function Assert-SupportedShell {
    if ($PSVersionTable.PSVersion.Major -ne 5) {
        throw 'This is not Windows PowerShell 5.1. Start the Exchange Management Shell, or Windows PowerShell on a computer with the Exchange Server 2019 Management Tools, and run the script there.'
    }
    if (Get-Command -Name 'Get-ExchangeServer' -ErrorAction SilentlyContinue) {
        $supported = @(Get-ExchangeServer -ErrorAction Stop | Where-Object {
                ([string] $_.AdminDisplayVersion) -match '^Version (\d+\.\d+)' -and ([version] $Matches[1]) -ge $OldestExchange
            })
        if ($supported.Count -eq 0) {
            throw 'No Exchange Server 2019 or Subscription Edition is in this organisation, and older ones are not supported. Install the Exchange Server 2019 Management Tools and run the script there.'
        }
    }
    else {
        if (-not (Get-PSSnapin -Name $ManagementTools -ErrorAction SilentlyContinue)) {
            Add-PSSnapin -Name $ManagementTools -ErrorAction SilentlyContinue
        }
        if (-not (Get-PSSnapin -Name $ManagementTools -ErrorAction SilentlyContinue)) {
            throw 'This is neither the Exchange Management Shell nor a computer with the Exchange Server 2019 Management Tools. Run the script in one of them.'
        }
    }
    # Exchange Online has a Set-MailUser, too, which knows no domain controllers.
    $setMailUser = Get-Command -Name 'Set-MailUser' -ErrorAction SilentlyContinue
    if (-not $setMailUser -or -not $setMailUser.Parameters.ContainsKey('DomainController')) {
        throw 'Set-MailUser is not there, or is that of Exchange Online. Start a new Exchange Management Shell, connect it to nothing else, and run the script there.'
    }
}

function Read-Table {
    param([string] $Path, [string[]] $Columns, [string] $Format)
    $rows = @(Import-Csv -LiteralPath $Path -Encoding UTF8)
    foreach ($row in $rows) {
        foreach ($column in $Columns) {
            if ($null -eq $row.PSObject.Properties[$column]) {
                throw ('{0} has no column {1}. Download it again, and do not save it with a spreadsheet.' -f $Path, $column)
            }
        }
        if ($row.Format -ne $Format) {
            throw ('{0} is not of the format {1}. Use the script and the file of one download.' -f $Path, $Format)
        }
    }
    return , $rows
}

function Add-Progress {
    param($Row, [string] $ObjectGuid, [string] $Outcome, [string] $Message, $Before, $Change)
    $line = [pscustomobject] [ordered] @{
        Format                          = $ProgressFormat
        Time                            = [DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ', [Globalization.CultureInfo]::InvariantCulture)
        SourceExternalDirectoryObjectId = $Row.SourceExternalDirectoryObjectId
        TargetExternalDirectoryObjectId = $Row.TargetExternalDirectoryObjectId
        ObjectGuid                      = $ObjectGuid
        Outcome                         = $Outcome
        Message                         = $Message -replace '\s+', ' '
        Before                          = ''
        Change                          = ''
    }
    if ($null -ne $Before) {
        $line.Before = ConvertTo-Json -InputObject $Before -Compress
    }
    if ($null -ne $Change) {
        $line.Change = ConvertTo-Json -InputObject $Change -Compress
    }
    if (-not $WhatIfPreference) {
        $line | Export-Csv -LiteralPath $ProgressOutputCsvFilePath -Append -NoTypeInformation -Encoding UTF8
    }
    Write-Output $line
}

# By keys that Active Directory knows: UserPrincipalName, then primary address. Exactly one, or
# an error.
function Find-MailUser {
    param($Row)
    $keys = @(
        @{ Name = 'UserPrincipalName'; Value = $Row.TargetUserPrincipalName }
        @{ Name = 'PrimarySmtpAddress'; Value = $Row.TargetPrimarySmtpAddress }
    )
    foreach ($key in $keys) {
        if ($key.Value -cnotmatch $SafeKey) {
            continue
        }
        $filter = '{0} -eq ''{1}''' -f $key.Name, $key.Value.Replace('''', '''''')
        $found = @(Get-MailUser -Filter $filter -ResultSize 2 -WarningAction SilentlyContinue -ErrorAction Stop | Where-Object {
                ([string] $_.($key.Name)) -eq $key.Value
            })
        if ($found.Count -gt 1) {
            throw ('More than one MailUser has the {0} {1}. Nothing was written: correct the directory.' -f $key.Name, $key.Value)
        }
        if ($found.Count -eq 1) {
            return $found[0]
        }
    }
    throw ('No MailUser has the UserPrincipalName "{0}" or the primary address "{1}". Nothing was written: is it in this forest?' -f $Row.TargetUserPrincipalName, $Row.TargetPrimarySmtpAddress)
}

function Get-Values {
    param($User)
    return [ordered] @{
        ExternalEmailAddress = [string] $User.ExternalEmailAddress
        PrimarySmtpAddress   = [string] $User.PrimarySmtpAddress
        ExchangeGuid         = [string] $User.ExchangeGuid
        ArchiveGuid          = [string] $User.ArchiveGuid
        EmailAddresses       = [string[]] @($User.EmailAddresses | ForEach-Object { [string] $_ })
    }
}

# From the domain controller that was asked first: others may not know of a change yet.
function Read-Again {
    param($User)
    return Get-MailUser -Identity ([string] $User.Guid) -DomainController ([string] $User.OriginatingServer) -ErrorAction Stop
}

function Set-Values {
    param($User, [hashtable] $Values)
    Set-MailUser -Identity ([string] $User.Guid) -DomainController ([string] $User.OriginatingServer) @Values -WarningAction SilentlyContinue -ErrorAction Stop
}

function Get-Bare {
    param([string] $Address)
    return $Address -replace '^smtp:', ''
}

# What is still to be written, in two calls: Exchange takes EmailAddresses and
# PrimarySmtpAddress not together.
function Get-Change {
    param($Row, $Values, [bool] $HasPolicy)
    $change = [ordered] @{}
    $external = [string] $Row.SetExternalEmailAddress
    if ($external -ne '' -and (Get-Bare $Values.ExternalEmailAddress) -ne $external) {
        $change.ExternalEmailAddress = $external
    }
    # Exchange would derive the primary address from the external one; a policy prevents both.
    $primary = [string] $Row.SetPrimarySmtpAddress
    $isOther = $Values.PrimarySmtpAddress -ne $primary
    if ($primary -ne '' -and -not $HasPolicy -and ($isOther -or $change.Contains('ExternalEmailAddress'))) {
        $change.PrimarySmtpAddress = $primary
    }
    foreach ($name in 'ExchangeGuid', 'ArchiveGuid') {
        $text = [string] $Row.('Set' + $name)
        if ($text -ne '') {
            $guid = ([Guid] $text).ToString()
            if ($Values[$name] -ne $guid) {
                $change[$name] = $guid
            }
        }
    }
    $addresses = ConvertFrom-Json -InputObject $Row.AddEmailAddresses
    $missing = [string[]] @($addresses | ForEach-Object { [string] $_ } | Where-Object { $_ -ne '' -and $Values.EmailAddresses -notcontains $_ })
    if ($missing.Count -gt 0) {
        $change.AddEmailAddresses = $missing
    }
    return $change
}

function Get-Calls {
    param($Change)
    $first = @{}
    foreach ($name in 'ExternalEmailAddress', 'PrimarySmtpAddress') {
        if ($Change.Contains($name)) {
            $first[$name] = $Change[$name]
        }
    }
    $second = @{}
    foreach ($name in 'ExchangeGuid', 'ArchiveGuid') {
        if ($Change.Contains($name)) {
            $second[$name] = [Guid] $Change[$name]
        }
    }
    if ($Change.Contains('AddEmailAddresses')) {
        $second.EmailAddresses = @{ Add = $Change.AddEmailAddresses }
    }
    return , @($first, $second)
}

function Write-Identity {
    param($Row, $User)
    $guid = [string] $User.Guid
    $hasPolicy = [bool] $User.EmailAddressPolicyEnabled
    $before = Get-Values $User
    $change = Get-Change $Row $before $hasPolicy
    if ($change.Count -eq 0) {
        Add-Progress $Row $guid 'Unchanged' 'It has everything already.' $null $null
        return
    }
    $what = 'Set ' + ($change.Keys -join ', ')
    if (-not $PSCmdlet.ShouldProcess($Row.TargetUserPrincipalName, $what)) {
        Add-Progress $Row $guid 'NotDone' ($what + '.') $before $change
        return
    }
    # On disk before anything is changed.
    Add-Progress $Row $guid 'Started' '' $before $change
    foreach ($call in (Get-Calls $change)) {
        if ($call.Count -gt 0) {
            Set-Values $User $call
        }
    }
    $after = Get-Values (Read-Again $User)
    $left = Get-Change $Row $after $hasPolicy
    if ($left.Count -gt 0) {
        Add-Progress $Row $guid 'Failed' ('Exchange took the change and does not show it: ' + ($left.Keys -join ', ') + '. Run the script again.') $null $null
        return
    }
    $strays = @($after.EmailAddresses | Where-Object {
            $_ -like 'smtp:*' -and $before.EmailAddresses -notcontains $_ -and (Get-Bare $_) -ne $after.PrimarySmtpAddress
        })
    $message = ''
    if ($hasPolicy -and $after.PrimarySmtpAddress -ne $Row.SetPrimarySmtpAddress) {
        $message = 'An e-mail address policy keeps its primary address, which should be ' + $Row.SetPrimarySmtpAddress + '. '
    }
    if ($strays.Count -gt 0) {
        $message += 'Exchange added addresses by itself, which a move may refuse: ' + ($strays -join ', ') + '. Look at them.'
    }
    Add-Progress $Row $guid 'Written' $message.Trim() $null $null
}

# What was there before the first write that was not put back, and all that was written since.
function Get-Past {
    param($Lines)
    $past = @{ ObjectGuid = ''; Before = $null; Change = [ordered] @{} }
    foreach ($line in $Lines) {
        if ($line.Outcome -eq 'Restored') {
            $past = @{ ObjectGuid = ''; Before = $null; Change = [ordered] @{} }
        }
        if ($line.Outcome -ne 'Started') {
            continue
        }
        if ($past.ObjectGuid -ne '' -and $past.ObjectGuid -ne $line.ObjectGuid) {
            throw 'The progress CSV holds writes to two objects for this identity. Put them back one after the other, by hand.'
        }
        $past.ObjectGuid = ([Guid] $line.ObjectGuid).ToString()
        if ($null -eq $past.Before) {
            $past.Before = ConvertFrom-Json -InputObject $line.Before
        }
        $written = ConvertFrom-Json -InputObject $line.Change
        foreach ($property in $written.PSObject.Properties) {
            if ($property.Name -eq 'AddEmailAddresses' -and $past.Change.Contains($property.Name)) {
                $past.Change[$property.Name] = @($past.Change[$property.Name]) + @($property.Value)
            }
            else {
                $past.Change[$property.Name] = $property.Value
            }
        }
    }
    return $past
}

# The calls that put back what is still as it was written; what is not is named.
function Get-UndoCalls {
    param($Past, $Values)
    $calls = @()
    $others = @()
    $addresses = @{}
    foreach ($name in 'ExternalEmailAddress', 'PrimarySmtpAddress') {
        if (-not $Past.Change.Contains($name)) {
            continue
        }
        if ((Get-Bare $Values[$name]) -eq $Past.Change[$name]) {
            if ([string] $Past.Before.$name -ne '') {
                $addresses[$name] = Get-Bare $Past.Before.$name
            }
        }
        elseif ((Get-Bare $Values[$name]) -ne (Get-Bare $Past.Before.$name)) {
            $others += $name
        }
    }
    if ($addresses.Count -gt 0) {
        $calls += $addresses
    }
    foreach ($name in 'ExchangeGuid', 'ArchiveGuid') {
        if (-not $Past.Change.Contains($name)) {
            continue
        }
        if ($Values[$name] -eq $Past.Change[$name]) {
            $guid = [Guid]::Empty
            if ([string] $Past.Before.$name -ne '') {
                $guid = [Guid] $Past.Before.$name
            }
            $calls += @{ $name = $guid }
        }
        elseif ($Values[$name] -ne [string] $Past.Before.$name) {
            $others += $name
        }
    }
    if ($Past.Change.Contains('AddEmailAddresses')) {
        $added = [string[]] @($Past.Change.AddEmailAddresses | Where-Object {
                $Values.EmailAddresses -contains $_ -and @($Past.Before.EmailAddresses) -notcontains $_
            })
        if ($added.Count -gt 0) {
            $calls += @{ EmailAddresses = @{ Remove = $added } }
        }
    }
    return @{ Calls = $calls; Others = $others }
}

# The attributes that are not what they were before.
function Get-Left {
    param($Past, $Values)
    $left = @()
    foreach ($name in $Past.Change.Keys) {
        if ($name -eq 'AddEmailAddresses') {
            $still = @($Past.Change[$name] | Where-Object {
                    $Values.EmailAddresses -contains $_ -and @($Past.Before.EmailAddresses) -notcontains $_
                })
            if ($still.Count -gt 0) {
                $left += 'EmailAddresses'
            }
        }
        elseif ((Get-Bare $Values[$name]) -ne (Get-Bare $Past.Before.$name)) {
            $left += $name
        }
    }
    return , $left
}

function Restore-Identity {
    param($Row, $Past)
    $guid = $Past.ObjectGuid
    $user = Get-MailUser -Identity $guid -ErrorAction Stop
    $values = Get-Values $user
    $undo = Get-UndoCalls $Past $values
    $names = @($undo.Calls | ForEach-Object { $_.Keys })
    $what = 'Put back ' + ($names -join ', ')
    if (-not $PSCmdlet.ShouldProcess($Row.TargetUserPrincipalName, $what)) {
        Add-Progress $Row $guid 'NotDone' ($what + '.') $null $null
        return
    }
    $said = @()
    foreach ($call in $undo.Calls) {
        try {
            Set-Values $user $call
        }
        catch {
            # The other attributes are put back all the same.
            $said += $_.Exception.Message
        }
    }
    $left = Get-Left $Past (Get-Values (Read-Again $user))
    if ($left.Count -eq 0) {
        Add-Progress $Row $guid 'Restored' '' $null $null
        return
    }
    $message = 'Not as before: ' + ($left -join ', ') + '.'
    if ($undo.Others.Count -gt 0) {
        $message += ' Changed by somebody else since, and left alone: ' + ($undo.Others -join ', ') + '.'
    }
    $message += ' ' + ($said -join ' ')
    Add-Progress $Row $guid 'NotRestored' $message.Trim() $null $null
}

Assert-SupportedShell
$identities = Read-Table $IdentitiesCsvFilepath $IdentitiesColumns $IdentitiesFormat
$progress = @()
if (Test-Path -LiteralPath $ProgressOutputCsvFilePath) {
    # Also when writing: rows are never added to a file that is something else.
    $progress = Read-Table $ProgressOutputCsvFilePath @('Format', 'SourceExternalDirectoryObjectId', 'ObjectGuid', 'Outcome', 'Before', 'Change') $ProgressFormat
}
elseif ($Undo) {
    throw ('{0} is not there. An undo needs the progress CSV of the write.' -f $ProgressOutputCsvFilePath)
}

$linesOf = @{}
foreach ($line in $progress) {
    $id = [string] $line.SourceExternalDirectoryObjectId
    if (-not $linesOf.ContainsKey($id)) {
        $linesOf[$id] = New-Object -TypeName System.Collections.ArrayList
    }
    [void] $linesOf[$id].Add($line)
}

$seen = @{}
foreach ($row in $identities) {
    try {
        if ($Undo) {
            $past = Get-Past $linesOf[[string] $row.SourceExternalDirectoryObjectId]
            if ($null -ne $past.Before) {
                Restore-Identity $row $past
            }
            continue
        }
        if ($row.Problem -ne '') {
            throw $row.Problem
        }
        $user = Find-MailUser $row
        $guid = [string] $user.Guid
        if ($seen.ContainsKey($guid)) {
            throw ('It leads to the same MailUser as {0}. Nothing was written: download the identities again.' -f $seen[$guid])
        }
        $seen[$guid] = $row.SourceUserPrincipalName
        Write-Identity $row $user
    }
    catch {
        # One identity in trouble does not keep the others.
        Add-Progress $row '' 'Failed' $_.Exception.Message $null $null
    }
}
if (-not $WhatIfPreference) {
    Write-Warning $Afterwards
}
