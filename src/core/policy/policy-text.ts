import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { err, ok, type Result } from '../shared/result.js';
import { policyBounds } from './bounds.js';
import { jsonExcess } from './json-excess.js';
import type { PolicyError, PolicyPlace, PolicyProblem } from './policy-error.js';

export type Path = readonly (string | number)[];

/** JSON with comments, read once: its value, and where each part of it stands. */
export interface PolicyText {
  /** Plain data; objects have no prototype. */
  readonly value: unknown;
  /** Where a path stands: at the member's name where `isKey`, else at its value. */
  place(path: Path, isKey?: boolean): PolicyPlace;
  /** A problem at the place of a path: at the member's name where `isKey`, else at its value. */
  problem(
    code: PolicyProblem['code'],
    path: Path,
    told: { readonly expected: string; readonly got: string; readonly isKey?: boolean },
  ): PolicyProblem;
}

/** Problems told at once; who mends these sees the next. */
export const mostProblems = 50;

/** Names that mean something else to a program than to a reader. */
const reserved: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Reads the text of a policy. Comments and a comma at a list's end are part of the format. */
export function readPolicyText(text: string): Result<PolicyText, PolicyError> {
  const places = new Places(text);
  if (text.length > policyBounds.text) {
    return fail(
      places.at('too-large', '', 0, 0, `at most ${policyBounds.text} characters`, `${text.length}`),
    );
  }
  const excess = jsonExcess(text, policyBounds);
  if (excess) {
    const what =
      excess.code === 'too-deep' ? `${policyBounds.depth} levels` : `${policyBounds.tokens} words and signs`;
    return fail(places.at(excess.code, '', excess.offset, 1, `at most ${what}`, 'more'));
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  if (errors.length > 0 || root === undefined) return err({ problems: places.syntax(errors) });
  const twice = badNames(root, places);
  return twice.length > 0 ? err({ problems: twice }) : ok(new Read(text, root, places));
}

class Read implements PolicyText {
  readonly value: unknown;

  constructor(
    private readonly text: string,
    private readonly root: Node,
    private readonly places: Places,
  ) {
    this.value = getNodeValue(root);
  }

  problem(
    code: PolicyProblem['code'],
    path: Path,
    told: { readonly expected: string; readonly got: string; readonly isKey?: boolean },
  ): PolicyProblem {
    const { expected, got, isKey } = told;
    return { code, ...this.place(path, isKey), expected, got };
  }

  place(path: Path, isKey = false): PolicyPlace {
    const { offset, length } = this.nodeAt(path, isKey);
    const isBlock = this.text.slice(offset, offset + length).includes('\n');
    return this.places.place(pathText(path), offset, isBlock ? 1 : length);
  }

  /** The node at a path, or the nearest one around it where nothing stands there. */
  private nodeAt(path: Path, isKey: boolean): Node {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node = findNodeAtLocation(this.root, path.slice(0, depth));
      const key = node?.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
      if (node) return isKey && depth === path.length && key ? key : node;
    }
    return this.root;
  }
}

/** Lines and columns over one text. */
class Places {
  private readonly starts: readonly number[];

  constructor(text: string) {
    this.starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
  }

  at(
    code: PolicyProblem['code'],
    at: string,
    offset: number,
    length: number,
    expected: string,
    got: string,
  ): PolicyProblem {
    return { code, ...this.place(at, offset, length), expected, got };
  }

  place(at: string, offset: number, length: number): PolicyPlace {
    const next = this.starts.findIndex((start) => start > offset);
    const line = next < 0 ? this.starts.length : next;
    const column = offset - (this.starts[line - 1] ?? 0) + 1;
    return { at, line, column, offset, length };
  }

  syntax(errors: readonly ParseError[]): readonly PolicyProblem[] {
    if (errors.length === 0) return [this.at('syntax', '', 0, 0, 'an object', 'nothing')];
    return errors
      .slice(0, mostProblems)
      .map(({ error, offset, length }) =>
        this.at('syntax', '', offset, length, 'JSON, comments allowed', printParseErrorCode(error)),
      );
  }
}

/**
 * A name that stands twice in one object: parsers differ in which one they take, so neither counts. Nor does a name that
 * programs read as something else.
 */
function badNames(node: Node, places: Places): readonly PolicyProblem[] {
  const found: PolicyProblem[] = [];
  const visit = (one: Node, path: Path): void => {
    const seen = new Set<string>();
    for (const [index, child] of (one.children ?? []).entries()) {
      const [key, value] = child.type === 'property' ? (child.children ?? []) : [undefined, child];
      const name: unknown = key?.value;
      if (key && typeof name === 'string') {
        const code = seen.has(name) ? 'duplicate-key' : reserved.has(name) ? 'unknown-field' : undefined;
        if (code && found.length < mostProblems) {
          const expected = code === 'duplicate-key' ? 'each name once' : 'a field of the format';
          const at = pathText([...path, name]);
          found.push(places.at(code, at, key.offset, key.length, expected, JSON.stringify(name)));
        }
        seen.add(name);
      }
      if (value) visit(value, [...path, typeof name === 'string' ? name : index]);
    }
  };
  visit(node, []);
  return found;
}

/** `rules[2].match.verb[0]` */
function pathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

function fail(problem: PolicyProblem): { readonly ok: false; readonly error: PolicyError } {
  return err({ problems: [problem] });
}
