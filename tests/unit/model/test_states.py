from holdfast.model.states import Merged, to_code, to_letters


def test_letters_and_codes_are_each_other_s_inverse():
    for code in range(32):
        assert to_code(to_letters(code, 5)) == code
    assert to_letters(0, 0) == ""


def test_a_merged_state_holds_exactly_the_codes_of_its_pattern():
    merged = Merged("-Y-N")
    assert merged.code == to_code("NYNN")
    assert merged.mask == to_code("NYNY")
    assert merged.members() == [code for code in range(16) if merged.matches(code)]
    assert [to_letters(code, 4) for code in merged.members()] == ["NYNN", "NYYN", "YYNN", "YYYN"]
