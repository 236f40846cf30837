Option Explicit

' What happens when Excel loads the add-in. Here, because no cell can call what stands in a workbook's own module.

Private WithEvents Host As Application

Private Sub Workbook_Open()
    On Error Resume Next ' a Python that does not start is told by the first cell that needs it
    Bridge.StartPython
    ' Excel takes help texts only while some workbook is open, which at its start none is.
    If ActiveWorkbook Is Nothing Then
        Set Host = Application
    Else
        DescribeFunctions
    End If
End Sub

Private Sub Host_WorkbookActivate(ByVal Wb As Workbook)
    Set Host = Nothing ' once is enough
    DescribeFunctions
End Sub

Private Sub DescribeFunctions()
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
