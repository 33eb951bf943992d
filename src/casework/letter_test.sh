#!/usr/bin/env bash
# letter_test.sh - the letters of casework_test, printed by their job, read by poppler: the words of
# the case are in the PDF as text, in every language.
# Usage: letter_test.sh CASEWORK_TEST
set -u
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
"$1" "$made" >"$made/log" || { cat "$made/log"; echo "Bail out! casework_test failed"; exit 1; }
cases=0 bad=0

# LANGUAGE TEXT...: each stands in that letter's PDF, line breaks apart
has() {
    local language=$1 text word missing=
    shift
    text=$(pdftotext "$made/$language.pdf" - | tr -d '[:space:]' | sed 's/\xC2\xA0//g')
    for word in "$@"; do
        [[ $text == *"$(tr -d '[:space:]' <<<"$word")"* ]] || missing+=" [$word]"
    done
    cases=$((cases + 1))
    if [ -z "$missing" ]; then
        echo "ok $cases - $language: the letter's words are in its PDF"
    else
        bad=$((bad + 1))
        echo "# not in the PDF:$missing"
        echo "not ok $cases - $language: the letter's words are in its PDF"
    fi
}

same="Donja mahala, Rekovo"
asked="That the stove be paid."
has mk "НАЦРТ" "Сенада Демирова" "$same" "$asked" "ПРИМЕРОК" "Закон за општата управна постапка, Сл. весник 124/2015" "060 000 000"
has sr_cyrl "НАЦРТ" "Сенада Демирова" "$same" "$asked" "Подноситељка"
has sr_latn "NACRT" "Senada Demirova" "$same" "$asked" "PRIMERAK"
has sq "Senada Demirova" "$same" "$asked" "Parashtruesja"
has lt "JUODRAŠTIS" "Senada Demirova" "$same" "$asked" "Pareiškėja"
has en "DRAFT" "Senada Demirova" "$same" "$asked" "20 working days"
# Each template with the sample: its draft mark, its person or organisation, and no gap.
for file in "$made"/*.*.pdf; do
    name=${file##*/}
    text=$(pdftotext "$file" - | tr '\n' ' ')
    cases=$((cases + 1))
    case $text in
    *'?]'* | '') bad=$((bad + 1)); echo "not ok $cases - $name on paper without a gap" ;;
    *) echo "ok $cases - $name on paper without a gap" ;;
    esac
done
echo "1..$cases"
[ $bad = 0 ]
