Private Function Answer(ByVal called As String, ByVal required As Long, ByVal given As Variant) As Variant
    ' Every function goes through here: Python is asked, error texts become errors, a failed call becomes #VALUE!.
    ' Arguments still missing at the end mean that someone is typing (the wizard asks at every key): Python is left alone.
    Dim count As Long
    On Error GoTo failed
    count = CountOf(given)
    If count < required Then Err.Raise 1000, "xlclv", "needs " & required & " arguments and has " & count
    Answer = TrueErrors(Bridge.Ask(called, given))
    If Left$(LastFailure, Len(called) + 2) = called & ": " Then LastFailure = ""
    Exit Function
failed:
    LastFailure = called & ": " & Err.Description
    Answer = CVErr(2015)
    If called = "@WHY@" Then Answer = Err.Description ' its answer is a sentence in any case
End Function

Private Function CountOf(ByVal given As Variant) As Long
    ' The arguments up to the last that is not left out.
    Dim i As Long
    For i = UBound(given) To 0 Step -1
        If Not IsMissing(given(i)) Then
            CountOf = i + 1
            Exit Function
        End If
    Next i
End Function

Private Function TrueErrors(ByVal result As Variant) As Variant
    ' Python can only answer text: "#N/A" as text is invisible to IFERROR and skipped by SUM, so each is made true.
    Dim i As Long, j As Long
    Select Case Dimensions(result)
    Case 0
        result = TrueError(result)
    Case 1 ' xlwings hands a single row over as a list
        For i = LBound(result) To UBound(result)
            result(i) = TrueError(result(i))
        Next i
    Case 2
        For i = LBound(result, 1) To UBound(result, 1)
            For j = LBound(result, 2) To UBound(result, 2)
                result(i, j) = TrueError(result(i, j))
            Next j
        Next i
    End Select
    TrueErrors = result
End Function

Private Function Dimensions(ByRef result As Variant) As Long
    Dim n As Long, bound As Long
    If Not IsArray(result) Then Exit Function
    On Error GoTo counted ' VBA tells the number of dimensions only by failing past the last
    Do
        bound = UBound(result, n + 1)
        n = n + 1
    Loop
counted:
    Dimensions = n
End Function

