Attribute VB_Name = "xlclv_ribbon"
Option Explicit

' The buttons of the CLV tab. Each is a process of its own: what happens to it cannot take the functions with it. Export
' and Check take the selection through Python, which tells its progress in the status bar; their twins for a file show
' the lines that the terminal would show. File names travel in the environment: no command line is made of them.

Public Sub ExportSummary(control As IRibbonControl)
    If Not NothingOpen() Then Press "export", False
End Sub

Public Sub CheckData(control As IRibbonControl)
    If Not NothingOpen() Then Press "check", False
End Sub

Public Sub SummarizeFile(control As IRibbonControl)
    Dim orders As Variant, target As Variant
    orders = OrdersFile("Orders to summarize")
    If VarType(orders) = vbBoolean Then Exit Sub
    target = Application.GetSaveAsFilename("clv-summary.xlsx", "Excel workbook (*.xlsx), *.xlsx", 1, "Summary workbook")
    If VarType(target) = vbBoolean Then Exit Sub
    If Press("summarize-file", True, orders, target) = 0 Then Workbooks.Open target
End Sub

Public Sub CheckFile(control As IRibbonControl)
    Dim orders As Variant
    orders = OrdersFile("Orders to check")
    If VarType(orders) = vbBoolean Then Exit Sub
    Press "check-file", True, orders
End Sub

Public Sub FunctionReference(control As IRibbonControl)
    ' A copy in a workbook of its own: nothing of the user's is touched.
    ThisWorkbook.Worksheets("CLV functions").Copy
End Sub

Public Sub Relink(control As IRibbonControl)
    ' A formula keeps the path of the add-in that it was typed with; from another machine it leads nowhere.
    Dim sources As Variant, i As Long, count As Long, said As String
    If NothingOpen() Then Exit Sub
    sources = ActiveWorkbook.LinkSources(1) ' 1: other workbooks
    If IsArray(sources) Then
        For i = LBound(sources) To UBound(sources)
            If IsElsewhere(sources(i), ThisWorkbook.FullName) Then said = said & Moved(sources(i), count)
        Next i
    End If
    If count > 0 Then Application.CalculateFull
    If count = 0 And said = "" Then
        said = "Every CLV function of this workbook leads to this add-in already."
    Else
        said = "Functions of " & count & " other copies of the add-in now lead to this one." & said
    End If
    MsgBox said, vbInformation, "CLV"
End Sub

Private Function NothingOpen() As Boolean
    ' To Excel a workbook in Protected View is none.
    If Not ActiveWorkbook Is Nothing Then Exit Function
    MsgBox "Open a workbook first; if it is in Protected View, click Enable Editing.", vbInformation, "CLV"
    NothingOpen = True
End Function

Private Function Moved(ByVal source As String, ByRef count As Long) As String
    ' Nothing when it went well.
    On Error GoTo failed
    ActiveWorkbook.ChangeLink source, ThisWorkbook.FullName, 1
    count = count + 1
    Exit Function
failed:
    Moved = vbCrLf & vbCrLf & source & " could not be changed: " & Err.Description & vbCrLf & _
        "If sheets are protected, unprotect them and try again."
End Function

Private Function IsElsewhere(ByVal source As String, ByVal here As String) As Boolean
    ' The same file name in another place; a place may be a folder or a web address.
    If LCase$(source) = LCase$(here) Then Exit Function
    IsElsewhere = LCase$(LastPart(source)) = LCase$(LastPart(here))
End Function

Private Function LastPart(ByVal path As String) As String
    path = Replace(path, "/", "\")
    LastPart = Mid$(path, InStrRev(path, "\") + 1)
End Function

Public Sub About(control As IRibbonControl)
    Dim shown As String
    shown = ThisWorkbook.BuiltinDocumentProperties("Title").Value & vbCrLf & vbCrLf & _
        "Functions: " & Bridge.About() & vbCrLf & _
        "Add-in: " & ThisWorkbook.FullName
    If LastFailure <> "" Then shown = shown & vbCrLf & vbCrLf & "Last failed call: " & LastFailure
    MsgBox shown, vbInformation, "CLV"
End Sub

Private Function OrdersFile(ByVal title As String) As Variant
    OrdersFile = Application.GetOpenFilename( _
        "Orders (*.csv; *.gz; *.txt; *.xlsx; *.parquet), *.csv; *.gz; *.txt; *.xlsx; *.parquet", 1, title)
End Function

Private Function Press(ByVal job As String, ByVal shows As Boolean, _
    Optional ByVal orders As String, Optional ByVal target As String) As Long
    ' Python says itself what went wrong with the job; here only what kept it from beginning.
    Dim shell As Object, said As String
    Press = 1
    If Application.OperatingSystem Like "*Mac*" Then
        MsgBox "These buttons need Windows. In a terminal: xlclv summarize YOUR_ORDERS.csv", vbInformation, "CLV"
        Exit Function
    End If
    On Error GoTo failed
    Set shell = CreateObject("WScript.Shell")
    shell.Environment("PROCESS").Item("XLCLV_ORDERS") = orders
    shell.Environment("PROCESS").Item("XLCLV_TARGET") = target
    Bridge.ForgetLastWord
    Press = shell.Run(Bridge.CommandLine("@BUTTONS@", job & " " & Application.Hwnd), IIf(shows, 1, 0), True)
    said = Bridge.LastWord()
    If said <> "" Then Err.Raise 1000, "xlclv", said
    Exit Function
failed:
    Press = 1
    MsgBox "Python could not be reached: " & Err.Description & vbCrLf & "'xlclv addin doctor' says more.", _
        vbExclamation, "CLV"
End Function
