#If Win64 Then
    Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings64-@XLWINGS@.dll" ( _
        ByRef answer As Variant, ByVal config As String, ByVal mode As Long) As Long
    Private Const DLL As String = "xlwings64-@XLWINGS@.dll"
#Else
    Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings32-@XLWINGS@.dll" ( _
        ByRef answer As Variant, ByVal config As String, ByVal mode As Long) As Long
    Private Const DLL As String = "xlwings32-@XLWINGS@.dll"
#End If
Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal path As LongPtr) As LongPtr
