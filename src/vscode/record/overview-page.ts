import type { Bar, OverviewWords, Picture } from '../../messages/record/overview.js';

export interface OverviewPage {
  readonly words: OverviewWords;
  readonly stylesheet: string;
  /** The source that the editor serves local files from. */
  readonly source: string;
  /** Links to commands: text, command address, whether it is what is shown now. */
  readonly links: readonly { readonly text: string; readonly href: string; readonly isCurrent: boolean }[];
}

/** Units of a picture's own coordinates; the style gives it its size. */
const height = 100;
const step = 10;
const gap = 2;

/** The document of the overview: pictures drawn as SVG, without a script, loading nothing but the shipped style. */
export function overviewHtml({ words, stylesheet, source, links }: OverviewPage): string {
  const policy = `default-src 'none'; style-src ${source}; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${stylesheet}">
<title>${escaped(words.title)}</title>
</head>
<body>
<main>
<header>
<h1>${escaped(words.title)}</h1>
<nav>${links.map(link).join('')}</nav>
</header>
<p class="lead">${escaped(words.lead)}</p>
${words.counting === '' ? '' : `<p class="counting" role="status">${escaped(words.counting)}</p>`}
<dl class="figures">${words.figures.map(figure).join('')}</dl>
<div class="pictures">${words.pictures.map(picture).join('')}</div>
<section class="stopped">
<h2>${escaped(words.stopped.title)}</h2>
<p class="says">${escaped(words.stopped.says)}</p>
<ol>${words.stopped.calls.map(stopped).join('')}</ol>
</section>
</main>
</body>
</html>
`;
}

function link({ text, href, isCurrent }: OverviewPage['links'][number]): string {
  return `<a href="${escaped(href)}"${isCurrent ? ' aria-current="true"' : ''}>${escaped(text)}</a>`;
}

function figure({ value, text, isAlarm }: OverviewWords['figures'][number]): string {
  return `<div${isAlarm ? ' class="alarm"' : ''}><dt>${escaped(text)}</dt><dd>${escaped(value)}</dd></div>`;
}

function stopped({ command, where, ending, when }: OverviewWords['stopped']['calls'][number]): string {
  return `<li><code>${escaped(command)}</code><span class="where">${escaped(where)}</span><span class="dim">${escaped(`${ending}, ${when}`)}</span></li>`;
}

function picture(one: Picture): string {
  const legend = one.legend
    .filter(({ name }) =>
      one.bars.some(({ parts }) => parts.some((part) => part.name === name && part.value > 0)),
    )
    .map(
      ({ name, text }) =>
        `<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" class="part ${name}"/></svg>${escaped(text)}</li>`,
    );
  return `<section class="${one.form}" aria-labelledby="${one.id}">
<h2 id="${one.id}">${escaped(one.title)}</h2>
<p class="says">${escaped(one.says)}</p>
${one.form === 'columns' ? columns(one) : rows(one)}
${legend.length < 2 ? '' : `<ul class="legend">${legend.join('')}</ul>`}
</section>`;
}

function sumOf({ parts }: Bar): number {
  return parts.reduce((sum, { value }) => sum + value, 0);
}

/** Columns over time; each says what it is where a pointer rests and to who hears it. */
function columns({ bars, spoken }: Picture): string {
  const most = Math.max(1, ...bars.map(sumOf));
  const drawn = bars.map((bar, at) => {
    let top = height;
    const parts = bar.parts.map(({ name, value }) => {
      const tall = (height * value) / most;
      top -= tall;
      return rect(name, at * step + gap / 2, top, step - gap, tall);
    });
    return `<g><title>${escaped(bar.spoken)}</title><rect class="ground" x="${at * step}" y="0" width="${step}" height="${height}"/>${parts.join('')}</g>`;
  });
  const [first, last] = [bars[0]?.label ?? '', bars.at(-1)?.label ?? ''];
  const box = `viewBox="0 0 ${bars.length * step} ${height}"`;
  const name = `aria-label="${escaped(spoken)}"`;
  const caption = [first, most.toLocaleString('en-US'), last]
    .map((text) => `<span>${escaped(text)}</span>`)
    .join('');
  const heard = bars.map((bar) => `<li>${escaped(bar.spoken)}</li>`).join('');
  return [
    '<figure>',
    `<svg ${box} preserveAspectRatio="none" role="img" ${name}>${drawn.join('')}</svg>`,
    `<figcaption aria-hidden="true">${caption}</figcaption>`,
    `<ul class="unseen">${heard}</ul>`,
    '</figure>',
  ].join('');
}

/** One bar a row, all to one scale. */
function rows({ bars }: Picture): string {
  const most = Math.max(1, ...bars.map(sumOf));
  const drawn = bars.map((bar) => {
    let left = 0;
    const parts = bar.parts.map(({ name, value }) => {
      const wide = (height * value) / most;
      left += wide;
      return rect(name, left - wide, 0, wide, step);
    });
    return `<li aria-label="${escaped(bar.spoken)}"><span class="label" aria-hidden="true">${escaped(bar.label)}</span><svg viewBox="0 0 ${height} ${step}" preserveAspectRatio="none" aria-hidden="true"><title>${escaped(bar.spoken)}</title><rect class="ground" width="${height}" height="${step}"/>${parts.join('')}</svg><span class="note" aria-hidden="true">${escaped(bar.note)}</span></li>`;
  });
  return `<ul class="bars">${drawn.join('')}</ul>`;
}

function rect(name: string, x: number, y: number, width: number, tall: number): string {
  if (width <= 0 || tall <= 0) return '';
  return `<rect class="part ${name}" x="${rounded(x)}" y="${rounded(y)}" width="${rounded(width)}" height="${rounded(tall)}"/>`;
}

function rounded(value: number): string {
  return String(Math.round(value * 1_000) / 1_000);
}

/** Commands and names are text, in every place of the document. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
