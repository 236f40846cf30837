Option Explicit

Private WithEvents Host As Application

Private Sub Workbook_Open()
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
