import type { Span } from '../../shared/span.js';
import { isWord } from './characters.js';

interface TokenForm {
  readonly begins: string;
  /** Fewest characters behind the beginning. */
  readonly least: number;
  /** One character of the rest; letters and digits where none is given. */
  readonly of?: RegExp;
}

const plain = /[A-Za-z0-9]/;
const wide = /[\w-]/;
const dotted = /[\w.=-]/;

function forms(least: number, of: RegExp, names: string): readonly TokenForm[] {
  return names.split(' ').map((begins) => ({ begins, least, of }));
}

/** Keys that services give a beginning of their own, so that they are known wherever they lie. */
const known: readonly TokenForm[] = [
  ...forms(12, /[A-Z0-9]/, 'AKIA ASIA ABIA ACCA A3TX'),
  ...forms(
    20,
    plain,
    'ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ hf_ gsk_ r8_ rubygems_ nfp_ sbp_ sb_secret_ lin_api_ ntn_',
  ),
  ...forms(
    16,
    wide,
    'github_pat_ glpat- gldt- glrt- glsoat- glcbt- glimt- glptt- glft- gloas- glagent- glffct-',
  ),
  ...forms(16, wide, 'sk- sk_live_ sk_test_ rk_live_ rk_test_ pk_live_ whsec_ sk_prod_ rk_prod_ xai-'),
  ...forms(10, wide, 'xoxb- xoxa- xoxp- xoxr- xoxs- xoxo- xoxe- xapp- xoxe.'),
  ...forms(
    20,
    dotted,
    'hvs. hvb. hvr. ya29. SG. dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit. sntrys_ sntryu_ ops_ glc_ glsa_',
  ),
  ...forms(
    20,
    wide,
    'npm_ pypi- dckr_pat_ dckr_oat_ AIza GOCSPX- shpat_ shpca_ shppa_ shpss_ figd_ NRAK- PMAK- pul- FlyV1 fm2_',
  ),
  ...forms(
    20,
    wide,
    'fo1_ dop_v1_ doo_v1_ dor_v1_ dapi HRKU- sq0atp- sq0csp- pscale_tkn_ pscale_pw_ pscale_oauth_ AKCp ATATT3',
  ),
  ...forms(
    20,
    wide,
    'ATCTT3 ATBB tskey- CLOJARS_ EZAK EZTK AGE-SECRET-KEY-1 lin_oauth_ rdme_ sl. r_live_ vcp_ nvapi- pplx- cfut_',
  ),
  ...forms(
    20,
    plain,
    'cio secret_ key- fio-u- duffel_live_ duffel_test_ EAACEdEose0cBA frp_ rpa_ tfp_ phx_ phc_ shp_',
  ),
];

/** Beginnings that are words too. */
const looser = new Set(['dapi', 'key-', 'secret_', 'cio', 'pul-', 'sl.']);

const byFirst = new Map<string, TokenForm[]>();
for (const form of known) {
  const first = form.begins.charAt(0);
  byFirst.set(first, [...(byFirst.get(first) ?? []), form]);
}

/** Keys that are known by how they begin, JSON web tokens among them. Each character is read a few times at most. */
export function knownTokens(text: string): readonly Span[] {
  const found: Span[] = [];
  let dotless = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (at > 0 && isWord(text.charCodeAt(at - 1))) continue;
    let end = formEnd(text, at) ?? botTokenEnd(text, at);
    if (end === undefined && at >= dotless && text.startsWith('eyJ', at)) {
      end = runEnd(text, at, dotted);
      if (!isWebToken(text.slice(at, end))) {
        // Whatever else begins in this run has no dot either.
        dotless = end;
        end = undefined;
      }
    }
    if (end === undefined) continue;
    found.push([at, end]);
    at = end - 1;
  }
  return found;
}

/** Head, body and signature, of which the first two are JSON: `eyJ` is `{"` in base64. */
function isWebToken(run: string): boolean {
  const dot = run.lastIndexOf('.');
  return run.length >= 24 && dot > 0 && dot < run.length - 1;
}

function formEnd(text: string, at: number): number | undefined {
  for (const { begins, least, of = plain } of byFirst.get(text.charAt(at)) ?? []) {
    if (!text.startsWith(begins, at)) continue;
    const start = at + begins.length;
    if (runEnd(text, start, of, least) - start < least) continue;
    // What is no key is not read to its end: it may begin anew at each of its hyphens.
    if (isMixed(text.slice(start, runEnd(text, start, of, least + 40)), begins))
      return runEnd(text, start, of);
  }
  return undefined;
}

/** A slug that begins alike, `sk-learn-pipeline-tests`, is no key: keys have digits, or capitals among small letters. */
function isMixed(body: string, begins: string): boolean {
  if (/^[A-Z0-9]+$/.test(begins)) return true;
  if (looser.has(begins)) return /\d/.test(body) && !/[-_]/.test(body);
  return /\d/.test(body) || /[a-z][A-Z]|[A-Z][a-z]/.test(body);
}

/** Telegram's: a number, a colon, 35 characters. */
function botTokenEnd(text: string, at: number): number | undefined {
  const digits = runEnd(text, at, /\d/, 11);
  if (digits - at < 8 || digits - at > 10 || text[digits] !== ':') return undefined;
  const end = runEnd(text, digits + 1, wide, 36);
  return text.startsWith('AA', digits + 1) && end - digits - 1 >= 33 ? end : undefined;
}

function runEnd(text: string, from: number, of: RegExp, most = Number.POSITIVE_INFINITY): number {
  let end = from;
  while (end < text.length && end - from < most && of.test(text.charAt(end))) end += 1;
  return end;
}
