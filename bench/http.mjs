// http.mjs - a browser of few words: keeps cookies, follows redirects, sends forms with their token.
export class Visitor {
  constructor(origin) {
    this.origin = origin;
    this.cookies = new Map();
  }

  get cookie() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async ask(path, body) {
    const reply = await fetch(this.origin + path, {
      method: body === undefined ? 'GET' : 'POST',
      body,
      redirect: 'manual',
      headers: { cookie: this.cookie, origin: this.origin, connection: 'close' },
    });
    for (const line of reply.headers.getSetCookie?.() ?? [reply.headers.get('set-cookie')]) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line ?? '') ?? [];
      if (name) this.cookies.set(name, value);
    }
    const to = reply.headers.get('location');
    const text = await reply.text();
    return to ? this.ask(to) : { status: reply.status, text };
  }

  // Fills in the first form of the page at this path and sends it.
  async send(path, fields) {
    const { text } = await this.ask(path);
    const [, action] = /<form[^>]* action="([^"]+)"/.exec(text) ?? [];
    const [, token] = /name="_token" value="([^"]+)"/.exec(text) ?? [];
    if (!action) throw new Error(`${path} has no form`);
    return this.ask(action, new URLSearchParams({ _token: token ?? '', ...fields }));
  }
}
