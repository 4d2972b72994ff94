/**
 * Lets RapiDoc lay itself out under `style-src 'self'`. It writes styles into attributes and into one `<style>`, which that policy refuses
 * already in a template. Styles that a script sets through the CSSOM are not refused. So this renames both in the HTML of templates, and sets
 * them in that way wherever a template is copied:
 *
 * - `style="…"` becomes `data-style`, and then the declarations of the copied element; `setAttribute('style', …)` sets these as well;
 * - `<style>` becomes a `<title>`, which browsers do not show and Lit, by which RapiDoc is made, fills with text in the same way. What
 *   it holds becomes a stylesheet of its shadow root.
 *
 * Call it before the first element is made.
 */
export function useStrictStyles(): void {
  const { setAttribute } = Element.prototype;
  Element.prototype.setAttribute = function (name: string, value: string) {
    if (name === 'style' && hasStyle(this)) this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };
  const innerHtml = Object.getOwnPropertyDescriptor(Element.prototype, 'innerHTML')!;
  Object.defineProperty(HTMLTemplateElement.prototype, 'innerHTML', {
    ...innerHtml,
    set(this: HTMLTemplateElement, html: unknown) {
      innerHtml.set!.call(this, withoutStyles(String(html)));
    },
  });
  const importNode = document.importNode.bind(document);
  document.importNode = <T extends Node>(node: T, options?: boolean) => {
    const copy = importNode(node, options);
    if (copy instanceof DocumentFragment) {
      for (const element of copy.querySelectorAll<HTMLElement>(`[${STYLE}]`))
        element.style.cssText = element.getAttribute(STYLE)!;
      for (const element of copy.querySelectorAll(`[${STYLES}]`)) adopt(element);
    }
    return copy;
  };
}

const STYLE = 'data-style';
const STYLES = 'data-styles';

const hasStyle = (element: Element): element is Element & ElementCSSInlineStyle => 'style' in element;

function withoutStyles(html: string): string {
  return html
    .replace(/<style\b/gi, `<title ${STYLES}`)
    .replace(/<\/style>/gi, '</title>')
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle(?=\s*=)/gi, ` ${STYLE}`));
}

/** The stylesheet of a shadow root that stands for its `<style>`: a root has one at a time. */
const sheets = new WeakMap<ShadowRoot, CSSStyleSheet>();

/** Keeps the stylesheet of the shadow root in which `element` will stand as its text says, which is filled in later. */
function adopt(element: Element): void {
  const show = () => {
    const root = element.getRootNode();
    if (!(root instanceof ShadowRoot)) return;
    const sheet = sheets.get(root) ?? new CSSStyleSheet();
    sheet.replaceSync(element.textContent ?? '');
    if (sheets.has(root)) return;
    sheets.set(root, sheet);
    // First, as a `<style>` comes before what is adopted.
    root.adoptedStyleSheets = [sheet, ...root.adoptedStyleSheets];
  };
  new MutationObserver(show).observe(element, { childList: true, characterData: true, subtree: true });
  queueMicrotask(show);
}
