Attribute VB_Name = "xlclv_ribbon"
Option Explicit

' The buttons of the CLV tab. Export and Check take the selected table through Python, which tells its progress in the
' status bar. Their twins for a file run the command line in a window of its own: whoever clicks sees the very lines
' the terminal would show.

Public LastFailure As String ' of a worksheet function, shown by About

Public Sub ExportSummary(control As IRibbonControl)
    FromSelection "export_summary"
End Sub

Public Sub CheckData(control As IRibbonControl)
    FromSelection "check_data"
End Sub

Private Sub FromSelection(ByVal job As String)
    ' udfs.export_summary and udfs.check_data say themselves what went wrong; here only a Python that does not start.
    If Application.OperatingSystem Like "*Mac*" Then
        MsgBox "These buttons need Windows. In a terminal: xlclv summarize YOUR_ORDERS.csv", vbInformation, "CLV"
        Exit Sub
    End If
    On Error GoTo failed
    RunPython "import udfs; udfs." & job & "()"
    Exit Sub
failed:
    MsgBox "Python could not be reached: " & Err.Description & vbCrLf & "'xlclv addin doctor' names the mend.", _
        vbExclamation, "CLV"
End Sub

Public Sub SummarizeFile(control As IRibbonControl)
    Dim orders As Variant, target As Variant
    orders = OrdersFile("Orders to summarize")
    If VarType(orders) = vbBoolean Then Exit Sub
    target = Application.GetSaveAsFilename("clv-summary.xlsx", "Excel workbook (*.xlsx), *.xlsx", 1, "Summary workbook")
    If VarType(target) = vbBoolean Then Exit Sub
    If RunInWindow(Array("summarize", orders, "-o", target), False) = 0 Then Workbooks.Open target
End Sub

Public Sub CheckFile(control As IRibbonControl)
    Dim orders As Variant
    orders = OrdersFile("Orders to check")
    If VarType(orders) = vbBoolean Then Exit Sub
    RunInWindow Array("check", orders), True
End Sub

Public Sub FunctionReference(control As IRibbonControl)
    ' A copy in a workbook of its own: nothing of the user's is touched.
    ThisWorkbook.Worksheets("CLV functions").Copy
End Sub

Public Sub About(control As IRibbonControl)
    Dim shown As String
    shown = ThisWorkbook.BuiltinDocumentProperties("Title").Value & vbCrLf & vbCrLf & _
        "Python: " & GetConfig("INTERPRETER_WIN", "the one on the PATH") & vbCrLf & _
        "xlwings: " & XLWINGS_VERSION & vbCrLf & _
        "Add-in: " & ThisWorkbook.FullName
    If LastFailure <> "" Then shown = shown & vbCrLf & vbCrLf & "Last failed call: " & LastFailure
    MsgBox shown, vbInformation, "CLV"
End Sub

Public Sub DescribeFunctions()
    ' The words of the function wizard. They are a comfort: whatever Excel refuses here, the functions work.
    Dim words As Variant, row As Long
    On Error Resume Next
    words = ThisWorkbook.Worksheets("_IntelliSense_").UsedRange.Value
    For row = 2 To UBound(words, 1)
        DescribeFunction words, row
    Next row
    ThisWorkbook.Saved = True
End Sub

Private Sub DescribeFunction(ByRef words As Variant, ByVal row As Long)
    Dim macro As String, arguments() As String, count As Long, column As Long
    macro = "'" & ThisWorkbook.Name & "'!" & words(row, 1)
    ReDim arguments(1 To UBound(words, 2))
    For column = 5 To UBound(words, 2) Step 2
        If words(row, column) = "" Then Exit For
        count = count + 1
        arguments(count) = words(row, column)
    Next column
    If count = 0 Then
        Application.MacroOptions Macro:=macro, Description:=words(row, 2), Category:="xlCLV"
    Else
        ReDim Preserve arguments(1 To count)
        Application.MacroOptions Macro:=macro, Description:=words(row, 2), Category:="xlCLV", _
            ArgumentDescriptions:=arguments
    End If
End Sub

Private Function OrdersFile(ByVal title As String) As Variant
    OrdersFile = False
    If Application.OperatingSystem Like "*Mac*" Then
        MsgBox "These buttons need Windows. In a terminal: xlclv summarize YOUR_ORDERS.csv", vbInformation, "CLV"
        Exit Function
    End If
    OrdersFile = Application.GetOpenFilename( _
        "Orders (*.csv; *.gz; *.txt; *.xlsx; *.parquet), *.csv; *.gz; *.txt; *.xlsx; *.parquet", 1, title)
End Function

Private Function RunInWindow(ByVal words As Variant, ByVal pauses As Boolean) As Long
    Dim interpreter As String
    interpreter = GetConfig("INTERPRETER_WIN", "python")
    RunInWindow = WScript.Run(CommandLine(interpreter, GetConfig("PYTHONPATH"), words, pauses), 1, True)
End Function

Public Function CommandLine( _
    ByVal interpreter As String, ByVal pythonpath As String, ByVal words As Variant, ByVal pauses As Boolean) As String
    ' cmd /S takes away the outermost quotes alone. -P: a file in the current folder must not pass for a module.
    ' The window stays open when there is something to read: after a check, and after anything that went wrong.
    Dim typed As String, i As Long
    If pythonpath <> "" Then typed = "set ""PYTHONPATH=" & pythonpath & """ && "
    typed = typed & """" & interpreter & """ -P -m xlclv"
    For i = LBound(words) To UBound(words)
        typed = typed & " """ & words(i) & """"
    Next i
    If pauses Then typed = typed & " & pause" Else typed = typed & " || (pause & exit 1)"
    CommandLine = "cmd.exe /S /C """ & typed & """"
End Function
