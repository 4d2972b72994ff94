/** A text as it stands in HTML, in an attribute too. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Where the style of all pages is: none of them has one of its own, nor a script. */
export const STYLE_PATH = '/static/app/page.css';

/** A picture that is served here anyway: without one, browsers ask for `/favicon.ico`, which is not there. */
const ICON_PATH = '/static/cover/cover-1-108.png';

export const STYLE = `body{margin:0 auto;max-width:40rem;padding:2rem 1.25rem;font:1rem/1.6 system-ui,sans-serif;color:#222;background:#fafafa}
h1{font-size:1.5rem}.card{text-align:center}.card img{width:6.75rem;height:6.75rem;border-radius:50%}
.open{display:inline-block;margin:1rem 0;padding:.6rem 2rem;border-radius:2rem;background:#7a4fd0;color:#fff;text-decoration:none}
@media(prefers-color-scheme:dark){body{color:#ece8ff;background:#14121f}}
`;

/** A page: its title, and its body as HTML that is escaped already. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title>
<link rel="icon" href="${ICON_PATH}"><link rel="stylesheet" href="${STYLE_PATH}"></head>
<body>
${body}
</body>
</html>
`;
}

/** What browsers let a page do: show its style and pictures from these origins; no script, form or frame. */
export function policyWith(pictureOrigins: readonly string[] = []): string {
  const pictures = ["'self'", ...pictureOrigins].join(' ');
  return `default-src 'none'; style-src 'self'; img-src ${pictures}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}
