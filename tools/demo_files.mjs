// demo_files.mjs - draws the files that the practice stories attach: papers, stamps and slips that nobody
// ever had. Run by hand when one is to look different; what it makes stands in the repository.
// Usage: node tools/demo_files.mjs
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const out = join(new URL('.', import.meta.url).pathname, '../assets/demo/files');

const paper = (title, lines, extra = '') => `<div class="paper"><b>${title}</b>
  ${lines.map((l) => `<p>${l}</p>`).join('')}${extra}</div>`;
const stamp = (text, number) => `<div class="stamp">${text}<br>${number}</div>`;

const files = {
  decision: paper('CENTRE FOR SOCIAL WORK, REKOVO', ['No. 11-302/4', 'DECISION',
    'The request for assistance is refused. The applicant has an adult son and did not sue him for maintenance.',
    'Against this decision an appeal may be filed within 15 days from its delivery.'],
  '<i class="fold" style="top:38%;rotate:-4deg"></i><i class="fold" style="top:61%;rotate:7deg"></i>'),
  stamped: paper('COPY FOR US', ['Received at the desk, with all enclosures.'], stamp('RECEIVED', 'by hand, at the desk')),
  slip: paper('POST: REGISTERED LETTER', ['RR 402 118', 'To: second instance', 'Weight: 34 g'], stamp('POST', 'REKOVO')),
  card: paper('CARD OF RECEIPT', ['RR 402 118', 'I have received this letter.', 'Signature: (scrawl)'], stamp('POST', 'CAPITAL')),
  meeting: paper('RESIDENTS OF THE LOWER STREET', ['23 households, one tap at the upper end.',
    'We ask for the water main to be brought down the street.', '1 &nbsp; 2 &nbsp; 3 &nbsp; … &nbsp; 31 signatures']),
  judgment: paper('ADMINISTRATIVE COURT', ['IN THE NAME OF THE PEOPLE', 'The suit is granted. The respondent decides within 30 days.']),
  tap: '<svg width="420" height="520" viewBox="0 0 42 52"><rect width="42" height="52" fill="#dfe7ea"/><path d="M6 14h18a6 6 0 0 1 6 6v4h-5v-3h-19z" fill="#7a868c"/><path d="M12 8h8v2h-3v4h-2v-4h-3z" fill="#8d2f2f"/><path d="M27.5 25v21" stroke="#4f94c4" stroke-width="3" stroke-dasharray="4 1"/><path d="M17 46h21l-2 5h-17z" fill="#59656b"/></svg>',
  witnesses: paper('AGREEMENT', ['Read aloud in Romani, sentence by sentence.', 'Witnesses: Mira M., Emir S.'], '<div class="thumb"></div>'),
};

const style = `body{margin:0;background:#8b8378;padding:18px;width:384px;font:15px/1.4 serif}
  .paper{position:relative;background:#f4efe4;padding:26px;min-height:430px;overflow:hidden}
  .paper::after{content:"PRACTICE - INVENTED";position:absolute;bottom:8px;right:12px;font:11px sans-serif;color:#777}
  .fold{position:absolute;left:-10%;width:120%;height:3px;background:#cfc6b4;box-shadow:0 4px 6px #d8d0c0}
  .stamp{display:inline-block;margin-top:40px;border:3px solid #2b3f8c;color:#2b3f8c;padding:8px 14px;rotate:-8deg;text-align:center}
  .thumb{margin-top:30px;width:70px;height:92px;border-radius:45%;background:repeating-radial-gradient(circle at 50% 60%,#3a3f6e 0 2px,#f4efe4 2px 5px)}`;

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 420, height: 520 } });
for (const [name, html] of Object.entries(files)) {
  await page.setContent(`<style>${style}</style>${html}`);
  await page.screenshot({ path: join(out, `${name}.jpg`), type: 'jpeg', quality: 55 });
}
await browser.close();
