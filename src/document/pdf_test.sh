#!/usr/bin/env bash
# pdf_test.sh - the PDFs of document_test, read by programs of others: qpdf, poppler, zbar.
# Usage: pdf_test.sh DOCUMENT_TEST SOURCE
set -u
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
"$1" "$2" "$made" >"$made/log" || { cat "$made/log"; echo "Bail out! document_test failed"; exit 1; }
cases=0 bad=0

# says whether the last command held: NAME
result() {
    local ok=$?
    cases=$((cases + 1))
    [ $ok = 0 ] || bad=$((bad + 1))
    [ $ok = 0 ] && echo "ok $cases - $1" || echo "not ok $cases - $1"
}

# without any white space, so that line breaks do not count
dense() {
    tr -d '[:space:]' | sed 's/\xC2\xA0//g'
}

# every text of the letter is in the PDF as text: whole pages, then pages without head and foot
has_words() {
    local text word
    text=$({ pdftotext "$1.pdf" - && pdftotext -x 0 -y 50 -W 596 -H 730 "$1.pdf" -; } | dense)
    while read -r word; do
        word=$(dense <<<"$word")
        [[ $text == *"$word"* ]] || { echo "# not in the PDF: $word"; return 1; }
    done <"$1.txt"
}

fonts_are_embedded() {
    pdffonts "$1" | awk 'NR > 2 { n++; if ($0 !~ / yes +yes +yes +[0-9]+ +[0-9]+ *$/) bad = 1 }
        END { exit bad || n == 0 }'
}

for pdf in "$made"/*.pdf; do
    name=$(basename "$pdf" .pdf)
    qpdf --check "$pdf" >"$made/out" 2>&1
    result "$name: qpdf finds nothing wrong"
    fonts_are_embedded "$pdf"
    result "$name: all fonts are inside, as subsets, with their letters' meaning"
    pdfinfo "$pdf" >"$made/out"
    grep -q '^Tagged: *yes' "$made/out" && grep -q 'A4' "$made/out" &&
        grep -q '^JavaScript: *no' "$made/out"
    result "$name: A4, tagged for readers that speak, nothing active"
    if [ -f "$made/$name.txt" ]; then
        has_words "$made/$name"
        result "$name: its text is all there"
    fi
done

if command -v zbarimg >/dev/null; then
    pdftoppm -r 100 -png "$made/sheets.pdf" "$made/sheet"
    for i in 1 2 3; do
        zbarimg -q --raw "$made/sheet-$i.png" 2>/dev/null |
            grep -q "^KHETANE SHEET $i 4f09ac 0*$((i - 1)) 0*7\$"
        result "sheet $i: a camera's program reads the code"
    done
else
    cases=$((cases + 1))
    echo "ok $cases - sheets: a camera's program reads the code # SKIP zbar-tools is not installed"
fi
echo "1..$cases"
[ $bad = 0 ]
