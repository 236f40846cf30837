Attribute VB_Name = "xlclv_bridge"
Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
Attribute VB_TemplateDerived = False
Attribute VB_Customizable = False
Option Explicit

' The way from Excel to Python. A class, because no cell can call what a class has; see workbook/addin/command.py for
' the command line. xlwings' DLL starts Python, waits for its object and ends it with Excel.

#If Win64 Then
    Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings64-0.37.8.dll" ( _
        ByRef answer As Variant, ByVal config As String, ByVal mode As Long) As Long
    Private Const DLL As String = "xlwings64-0.37.8.dll"
#Else
    Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings32-0.37.8.dll" ( _
        ByRef answer As Variant, ByVal config As String, ByVal mode As Long) As Long
    Private Const DLL As String = "xlwings32-0.37.8.dll"
#End If
Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal path As LongPtr) As LongPtr
Private Const SETTINGS As String = "xlclv.conf" ' our sheet, and the user's file of this name
Private Const WORD As String = "xlclv-start.txt" ' what Python leaves where it cannot start
Private Const AGAIN As Long = 10 ' seconds before a Python that did not start is tried again
Private Const OURS As Long = 1000 ' number of the errors whose words are ours

Private Python As Object ' the server, while it lives
Private Starts As Long ' one more after each server that was lost, or never came: the DLL then takes a new number
Private FailedAt As Date ' when Python last did not start
Private Why As String ' and why; empty once it serves

Public Function Ask(ByVal called As String, ByVal given As Variant) As Variant
    ' The answer of a function. A server that was lost on the way is started again, once.
    Dim values As Variant, answer As Variant, attempt As Long, number As Long, said As String
    values = ValuesOf(given)
    For attempt = 1 To 2
        StartPython
        number = Asked(called, values, answer, said)
        Ask = answer
        If number = 0 Then Exit Function
        If Not IsLost(number) Then Err.Raise OURS, "xlclv", said
        Set Python = Nothing
        Starts = Starts + 1
    Next attempt
    GiveUp "the Python of the functions stopped while it was asked; try a smaller range"
    Err.Raise OURS, "xlclv", Why
End Function

Private Function Asked( _
    ByVal called As String, ByRef values As Variant, ByRef answer As Variant, ByRef said As String) As Long
    ' The number of what went wrong, 0 if nothing did.
    On Error Resume Next
    answer = Python.Ask(called, values)
    Asked = Err.Number
    said = Err.Description
End Function

Public Sub StartPython()
    ' Raises in words what is wrong; a failed start is not repeated for a while, or fifty cells would each wait for it.
    Dim said As String
    If Not Python Is Nothing Then Exit Sub
    If Why <> "" And Now < FailedAt + AGAIN / 86400 Then Err.Raise OURS, "xlclv", Why
    On Error GoTo stopped
    Set Python = Started(CommandLine("xlclv.serve", "$(CLSID) " & Starts + 1))
    Why = ""
    Exit Sub
stopped:
    said = Err.Description
    On Error GoTo 0
    Starts = Starts + 1
    GiveUp said
    Err.Raise OURS, "xlclv", Why
End Sub

Private Sub GiveUp(ByVal said As String)
    FailedAt = Now
    Why = said & "; 'xlclv addin doctor' says more"
End Sub

Public Function About() As String
    ' Who answers, or why nobody does.
    On Error GoTo failed
    StartPython
    About = Python.About()
    Exit Function
failed:
    About = Err.Description
End Function

Public Function CommandLine(ByVal module As String, ByVal words As String) As String
    ' No workbook is named in it, and no shell reads it.
    Dim checkout As String
    checkout = Setting("PYTHONPATH")
    If checkout = "" Then
        checkout = "-m " & module
    Else
        If Right$(checkout, 1) = "\" Then checkout = Left$(checkout, Len(checkout) - 1)
        checkout = """" & checkout & "\" & Replace(module, ".", "\") & ".py"""
    End If
    CommandLine = """" & Interpreter() & """ -E -P -X utf8 " & checkout & " " & words
End Function

Public Function LastWord() As String
    ' Why a Python that we started ended, in its own words.
    Dim file As Integer, said As String
    On Error Resume Next
    file = FreeFile
    Open Environ$("TEMP") & "\" & WORD For Input As #file
    Line Input #file, said
    Close #file
    LastWord = said
End Function

Public Sub ForgetLastWord()
    On Error Resume Next
    Kill Environ$("TEMP") & "\" & WORD
End Sub

Private Function IsLost(ByVal number As Long) As Boolean
    ' Nobody at the other end: server unavailable, call failed or not executed, disconnected, died, not connected.
    Select Case number
    Case 462, &H800706BA, &H800706BE, &H800706BF, &H80010108, &H80010007, &H80010012, &H800401FD, &H80010114
        IsLost = True
    End Select
End Function

Private Function ValuesOf(ByVal given As Variant) As Variant
    ' Values cross the border, no ranges. Whole columns and rows end with the last filled cell among them.
    Dim i As Long, row As Long, column As Long
    For i = 0 To UBound(given)
        If IsObject(given(i)) Then
            If given(i).Areas.Count > 1 Then Err.Raise OURS, "xlclv", _
                given(i).Address(False, False) & " are several areas; give one block of cells"
            FindLastFilled given(i), row, column
        End If
    Next i
    For i = 0 To UBound(given)
        If IsObject(given(i)) Then given(i) = CellsOf(Trimmed(given(i), row, column))
    Next i
    ValuesOf = given
End Function

Private Function CellsOf(ByVal chosen As Object) As Variant
    ' Value2, because Value cuts currency to four places; but it counts days from 1900 even where the workbook does not.
    If CountsFrom1904(chosen.Worksheet.Parent) Then CellsOf = chosen.Value Else CellsOf = chosen.Value2
End Function

Private Function CountsFrom1904(ByVal book As Object) As Boolean
    On Error Resume Next ' other programs that run this do not know the property, and count from 1900
    CountsFrom1904 = book.Date1904
End Function

Private Function IsOpenBelow(ByVal chosen As Object) As Boolean
    IsOpenBelow = chosen.Row + chosen.Rows.Count - 1 = chosen.Worksheet.Rows.Count
End Function

Private Function IsOpenRight(ByVal chosen As Object) As Boolean
    IsOpenRight = chosen.Column + chosen.Columns.Count - 1 = chosen.Worksheet.Columns.Count
End Function

Private Function Trimmed(ByVal chosen As Object, ByVal row As Long, ByVal column As Long) As Object
    ' At least one row and column; `row` and `column` are those of the sheet, so that A:A and B2:B1048576 stay in step.
    Dim height As Long, width As Long
    height = chosen.Rows.Count
    width = chosen.Columns.Count
    If IsOpenBelow(chosen) Then height = row - chosen.Row + 1
    If IsOpenRight(chosen) Then width = column - chosen.Column + 1
    If height < 1 Then height = 1
    If width < 1 Then width = 1
    Set Trimmed = chosen.Resize(height, width)
End Function

Private Sub FindLastFilled(ByVal chosen As Object, ByRef row As Long, ByRef column As Long)
    ' Moves both to the last filled cell if that is farther. The used range alone would not do: a result that spills
    ' below the data would lengthen it at every calculation.
    Dim found As Variant, used As Object, r As Long, c As Long
    If Not IsOpenBelow(chosen) And Not IsOpenRight(chosen) Then Exit Sub
    Set used = chosen.Worksheet.UsedRange
    Set used = Trimmed(chosen, used.Row + used.Rows.Count - 1, used.Column + used.Columns.Count - 1)
    found = CellsOf(used)
    If Not IsArray(found) Then Exit Sub
    For r = UBound(found, 1) To 1 Step -1
        For c = UBound(found, 2) To 1 Step -1
            If IsFilled(found(r, c)) Then
                If used.Row + r - 1 > row Then row = used.Row + r - 1
                If used.Column + c - 1 > column Then column = used.Column + c - 1
                If Not IsOpenRight(chosen) Then Exit Sub
                Exit For
            End If
        Next c
    Next r
End Sub

Private Function IsFilled(ByVal cell As Variant) As Boolean
    If VarType(cell) = vbString Then IsFilled = cell <> "" Else IsFilled = Not IsEmpty(cell)
End Function

Private Function Interpreter() As String
    Dim i As Long
    ' The add-in's own sheet, then the user's file; never the workbook at hand and never the PATH.
    Interpreter = Setting("Interpreter_Win")
    If Interpreter = "" Then Interpreter = UsersOwn("Interpreter_Win")
    If Interpreter = "" Then Err.Raise OURS, "xlclv", "the add-in names no Python: run 'xlclv addin install'"
    For i = 1 To Len(Interpreter) ' the DLL takes the letters of one code page; a short name has none of the others
        If AscW(Mid$(Interpreter, i, 1)) > 126 Or AscW(Mid$(Interpreter, i, 1)) < 0 Then
            Interpreter = ShortName(Interpreter)
            Exit For
        End If
    Next i
End Function

Private Function ShortName(ByVal path As String) As String
    On Error Resume Next ' a file that is not there is named by whoever looks for it next
    ShortName = path
    ShortName = CreateObject("Scripting.FileSystemObject").GetFile(path).ShortPath
End Function

Private Function Setting(ByVal name As String) As String
    ' What is said for this machine, if anything is: a profile that roams takes the add-in along to others.
    Dim here As String
    here = "@" & Environ$("COMPUTERNAME")
    If Written("Interpreter_Win" & here) <> "" Then Setting = Written(name & here) Else Setting = Written(name)
End Function

Private Function Written(ByVal name As String) As String
    Dim row As Long
    row = 1
    With ThisWorkbook.Worksheets(SETTINGS)
        Do While .Cells(row, 1).Value <> ""
            If UCase$(.Cells(row, 1).Value) = UCase$(name) Then Written = Expanded(.Cells(row, 2).Value)
            row = row + 1
        Loop
    End With
End Function

Private Function UsersOwn(ByVal name As String) As String
    Dim file As Integer, key As String, value As String
    On Error GoTo done ' none there, or at its end
    file = FreeFile
    Open Environ$("USERPROFILE") & "\.xlclv\" & SETTINGS For Input As #file
    Do
        Input #file, key, value
        If UCase$(key) = UCase$(name) Then UsersOwn = Expanded(value)
    Loop
done:
    Close #file
End Function

Private Function Expanded(ByVal path As String) As String
    ' %LOCALAPPDATA% and the like, so that one file serves several users.
    Expanded = path
    If InStr(path, "%") > 0 Then Expanded = CreateObject("WScript.Shell").ExpandEnvironmentStrings(path)
End Function

Private Function Started(ByVal config As String) As Object
    ' Python's object. What failed before it could speak is told by the DLL, whose first line is enough.
    Dim answer As Variant, said As String
    If Application.OperatingSystem Like "*Mac*" Then Err.Raise OURS, "xlclv", "on a Mac the functions run in xlwings Lite"
    LoadDll
    ForgetLastWord
    If XLPyDLLActivateAuto(answer, config, 1) <> 0 Then
        said = LastWord()
        If said = "" Then said = Interpreter() & ": " & Trim$(Replace(Split(answer, "Command:")(0), vbLf, " "))
        Err.Raise OURS, "xlclv", said
    End If
    Set Started = answer
End Function

Private Sub LoadDll()
    ' Beside python.exe, or one folder up, where an environment keeps it. Found there or not at all: what Declare would
    ' find by the name alone might be a stranger's.
    Dim folder As String, above As String
    folder = Left$(Interpreter(), InStrRev(Interpreter(), "\") - 1)
    above = Left$(folder, InStrRev(folder, "\") - 1)
    If LoadLibraryW(StrPtr(folder & "\" & DLL)) <> 0 Then Exit Sub
    If LoadLibraryW(StrPtr(above & "\" & DLL)) <> 0 Then Exit Sub
    Err.Raise OURS, "xlclv", DLL & " is neither in " & folder & " nor in " & above
End Sub
