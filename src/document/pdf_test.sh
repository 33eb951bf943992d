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
    [[ $name == photos || $name == bundle* ]] && continue # papers of others: looked at below
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

# the colour of a dot, as hexadecimal: FILE.ppm X% Y%
dot() {
    local head width height
    head=$(head -c 20 "$1" | tr '\n' ' ')
    read -r _ width height _ <<<"$head"
    local at=$(($(head -n 3 "$1" | wc -c) + 3 * ($3 * height / 100 * width + $2 * width / 100)))
    od -An -tx1 -j "$at" -N 3 "$1" | tr -d ' \n'
}

# near enough to a full colour: RRGGBB as digits 0 and f
is_colour() {
    local i have want
    for i in 0 1 2; do
        have=$((16#${1:2*i:2})) want=$((16#${2:2*i:2}))
        [ $((have > want ? have - want : want - have)) -lt 40 ] || { echo "# $1, not $2"; return 1; }
    done
}

# the four quarters of the page's middle, row by row: PAGE COLOUR...
quarters() {
    local ppm=$made/photo-$1.ppm
    is_colour "$(dot "$ppm" "${6:-25}" 40)" "$2" && is_colour "$(dot "$ppm" 75 40)" "$3" &&
        is_colour "$(dot "$ppm" 25 60)" "$4" && is_colour "$(dot "$ppm" 75 60)" "$5"
}

qpdf --check "$made/photos.pdf" >"$made/out" 2>&1
result "photos: qpdf finds nothing wrong"
pdftoppm -r 36 "$made/photos.pdf" "$made/photo"
quarters 1 ff0000 00ff00 0000ff ffffff
result "photos: as it was taken"
quarters 2 0000ff ff0000 ffffff 00ff00
result "photos: turned as the camera says"
quarters 3 ffffff 0000ff 00ff00 ff0000
result "photos: and a quarter more by hand"
[ "$(pdfimages -list "$made/photos.pdf" | awk 'NR > 2 && $9 == "jpeg"' | wc -l)" = 4 ]
result "photos: the pictures lie inside as JPEG"

# FILE INDEX-FROM FIRST-PAPER PAPERS
bundle() {
    qpdf --check "$made/$1.pdf" >"$made/out" 2>&1
    result "$1: qpdf finds nothing wrong"
    node "$2/src/document/bundle_test.mjs" "$made/$1.pdf" "${@:3}"
    result "$1: page numbers, links and bookmarks agree; nothing active; opens at 100 %"
}
bundle bundle "$2" 2 3 4
bundle bundle_practice "$2" 2 3 4
first=$(cat "$made/bundle_many.first")
bundle bundle_many "$2" 2 "$first" 120
has() {
    grep -qF "$2" "$made/$1" || { echo "# not in it: $2"; return 1; }
}
pdftotext -layout "$made/bundle.pdf" "$made/out"
has out 'Decision 07-114 of the Centre' && has out 'A page that lies' && has out 'A large page, A3' &&
    has out 'Typed into a form'
result "bundle: what stood on the papers is text, turned or large or typed into a form"
for paper in bundle/active.pdf photos/turned.jpg logo.png bundle/restricted.pdf; do
    sha256sum <"$2/test/data/$paper" | cut -c 1-64
done >"$made/sums"
while read -r sum; do has out "$sum" || break; done <"$made/sums" &&
    has out "$(sha256sum <"$made/sums" | cut -c 1-64)" &&
    [ "$(sha256sum <"$made/sums" | cut -c 1-64)" = "$(cat "$made/bundle.sum")" ]
result "bundle: the sums are those of the files, as sha256sum counts them"
! qpdf --qdf "$made/bundle.pdf" - | grep -aq 'must not go along'
result "bundle: a file inside a paper does not go along"
pdftoppm -r 20 -f 3 -l 3 "$made/bundle.pdf" "$made/guest"
[ "$(dot "$made/guest-03.ppm" 50 97)" = ffffff ]
result "bundle: nothing of a paper stands in the strip of the number"

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
