import type { Environment } from './target.js';

/** A name's word that tells the environment, and how sure that word is. */
export interface NameReading {
  readonly environment: Exclude<Environment, 'unknown'>;
  /** The word as it stands in the name. */
  readonly token: string;
  /** 0 to 1. */
  readonly confidence: number;
}

const production = /^(?:prod|prods|prd|production|produktion|produccion|producao)$/;
const staging = /^(?:staging|stage|stg|uat|qa|preprod|preproduction|nonprod|nonproduction|acceptance|sit)$/;
const development =
  /^(?:dev|devel|develop|development|test|testing|sandbox|sbx|playground|scratch|ephemeral|pr)$/;
const local = /^(?:local|localhost|localdev|minikube|docker-desktop|orbstack|colima)$/;

/** `live` means production only where no such word makes it mean something else. */
const notAfterLive =
  /^(?:reload|reloading|reloader|server|serve|view|views|view|share|stream|streams|streaming|event|events|demo|code|update|updates|preview|test|tests|data|chat|photo|photos|ness|query|migration|docs|blog|feed|video|score|scores|search|edit|check|tail|log|logs|cd|usb|iso)$/;

/**
 * Reads a name word by word: `cost-explorer-prod`, `prodEU2`, `db.production.example.com`, `arn:aws:…:stage/prod`.
 * Words inside words do not count (product, reproduce, deliver), and `non-prod` or `pre-prod` is staging.
 */
export function environmentOfName(name: string): NameReading | undefined {
  if (name.length > 2_048) return undefined;
  const tokens = tokensOf(name);
  let best: NameReading | undefined;
  for (let index = 0; index < tokens.length; index += 1) {
    const reading = readToken(tokens, index);
    if (reading !== undefined && (best === undefined || rank(reading) > rank(best))) best = reading;
  }
  return best;
}

/** The same for a branch, where `main`, `master`, `release` and `trunk` are what production is built from. */
export function environmentOfBranch(branch: string): NameReading | undefined {
  const named = environmentOfName(branch);
  if (named?.environment === 'production') return named;
  const short = branch.replace(/^refs\/heads\//, '');
  if (/^(?:main|master|trunk|release|stable|gh-pages)$|^releases?\//.test(short)) {
    return { environment: 'production', token: short, confidence: 0.8 };
  }
  return named;
}

const order: readonly Environment[] = ['unknown', 'local', 'development', 'staging', 'production'];

/** Compares environments by what can be lost there; unknown is below all, since it says nothing. */
export function stricter(left: Environment, right: Environment): Environment {
  return order.indexOf(left) >= order.indexOf(right) ? left : right;
}

function rank(reading: NameReading): number {
  return order.indexOf(reading.environment);
}

interface Token {
  readonly text: string;
  readonly lower: string;
  /** True when only a change between letters and digits or of case set it apart. */
  readonly split: boolean;
}

function readToken(tokens: readonly Token[], index: number): NameReading | undefined {
  const token = tokens[index];
  if (token === undefined) return undefined;
  const { text, lower, split } = token;
  if (production.test(lower)) return readProduction(tokens, index, token);
  if (lower === 'live') return readLive(tokens, index, token);
  if (split && /\d/.test(tokens[index - 1]?.text ?? '')) return undefined;
  if (staging.test(lower)) return { environment: 'staging', token: text, confidence: 0.85 };
  if (development.test(lower)) return { environment: 'development', token: text, confidence: 0.85 };
  if (local.test(lower)) return { environment: 'local', token: text, confidence: 0.85 };
  return undefined;
}

function readProduction(tokens: readonly Token[], index: number, token: Token): NameReading {
  const before = tokens[index - 1]?.lower ?? '';
  if (/^(?:non|not|no|pre|sub|quasi|anti)$/.test(before)) {
    return {
      environment: 'staging',
      token: `${tokens[index - 1]?.text ?? ''}-${token.text}`,
      confidence: 0.85,
    };
  }
  return { environment: 'production', token: token.text, confidence: token.split ? 0.85 : 0.95 };
}

function readLive(tokens: readonly Token[], index: number, token: Token): NameReading | undefined {
  const after = tokens[index + 1]?.lower ?? '';
  const before = tokens[index - 1]?.lower ?? '';
  const edge = index === 0 || index === tokens.length - 1;
  if (token.split || !edge || notAfterLive.test(after) || /^(?:go|going|to|not|non|pre)$/.test(before))
    return undefined;
  return { environment: 'production', token: token.text, confidence: 0.8 };
}

/** Cuts at separators, between letters and digits, and at camelCase borders. */
function tokensOf(name: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const piece of name.split(/[^A-Za-z0-9]+/)) {
    const parts = piece.match(/\d+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? [];
    for (const [index, text] of parts.entries()) {
      tokens.push({ text, lower: text.toLowerCase(), split: index > 0 });
    }
  }
  return tokens;
}
