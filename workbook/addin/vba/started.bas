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
