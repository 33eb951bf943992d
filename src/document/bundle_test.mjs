// bundle_test.mjs - a bundle as qpdf sees it: where bookmarks and links lead, which page numbers stand
// on the pages, what is active in it. Usage: node bundle_test.mjs FILE.pdf INDEX-FROM FIRST-PAPER PAPERS
// Says what is wrong, a line each; exit code 1 if anything is.
import { execFileSync } from 'node:child_process'
const [, , file, indexFrom, first, papers] = process.argv
const run = (command, ...args) =>
  execFileSync(command, args, { maxBuffer: 1 << 28, encoding: 'latin1' })
const wrong = []
const check = (right, text) => right || wrong.push(text)

const json = JSON.parse(run('qpdf', '--json', '--json-stream-data=none', file))
const objects = json.qpdf[1]
const of = (ref) => objects['obj:' + ref]?.value ?? objects['obj:' + ref]?.stream?.dict
const at = (x) => (typeof x === 'string' && / 0 R$/.test(x) ? of(x) : x)

// Bookmarks: the first page, the index, each paper with its pages, the sums.
const marks = json.outlines
check(marks.length === Number(papers) + 3, `${marks.length} bookmarks`)
for (const mark of marks) {
  const said = /\((\d+)/.exec(mark.title)
  if (said)
    check(Number(said[1]) === mark.destpageposfrom1, `${mark.title} leads to ${mark.destpageposfrom1}`)
}
check(marks.at(-1).destpageposfrom1 >= json.pages.length - 3, 'the last bookmark')

// Links: every cell of the index leads to the page that its row names.
const number = new Map(json.pages.map((p) => [p.object, p.pageposfrom1]))
const places = new Map()
const collect = (node) => {
  node['/Kids']?.forEach((kid) => collect(at(kid)))
  for (let i = 0; i + 1 < (node['/Names']?.length ?? 0); i += 2)
    places.set(node['/Names'][i], at(node['/Names'][i + 1]))
}
const root = at(objects.trailer.value['/Root'])
collect(at(at(root['/Names'])['/Dests']))
const named = (dest) => number.get((places.get(dest)?.['/D'] ?? places.get(dest))?.[0])
const reached = new Set()
for (let page = Number(indexFrom); page < Number(first); page++)
  for (const ref of at(of(json.pages[page - 1].object)['/Annots']) ?? []) {
    const link = at(ref)
    check(link['/Subtype'] === '/Link' && link['/A'] === undefined, 'what is no link of ours')
    reached.add(named(at(link['/Dest'])))
  }
const starts = marks.slice(2, -1).map((m) => m.destpageposfrom1)
check(starts[0] === Number(first), `the first paper begins on ${starts[0]}`)
check(
  starts.every((n) => reached.has(n)) && reached.size === new Set(starts).size,
  `links lead to ${[...reached]}`,
)

// Every page says its own number last.
const texts = run('pdftotext', '-layout', file, '-').split('\f').slice(0, -1)
check(texts.length === json.pages.length, 'pages of text')
texts.forEach((text, i) => {
  const words = text.replace(/PRACTICE[^\n]*/g, '').trim().split(/\s+/)
  check(words.includes(String(i + 1)), `page ${i + 1} has no number: ${words.slice(-4)}`)
})

// Nothing active, whatever it is called; 100 % when it is opened.
const keys = new Set()
const walk = (x) => {
  if (Array.isArray(x)) x.forEach(walk)
  else if (x && typeof x === 'object')
    for (const [key, value] of Object.entries(x)) keys.add(key) && walk(value)
  else if (typeof x === 'string' && x.startsWith('/')) keys.add(x)
}
walk(objects)
for (const key of ['/JavaScript', '/JS', '/AA', '/Launch', '/EmbeddedFile', '/EmbeddedFiles', '/AcroForm',
  '/URI', '/Filespec', '/Widget', '/FileAttachment', '/RichMedia', '/SubmitForm', '/GoToR', '/GoToE'])
  check(!keys.has(key), `${key} is in it`)
const open = root['/OpenAction']
check(open?.[1] === '/XYZ' && open?.[4] === 1 && number.get(open[0]) === 1, `opens with ${open}`)

console.log(wrong.map((w) => '# ' + w).join('\n'))
process.exit(wrong.length === 0 ? 0 : 1)
