import { OPAQUE_MARK } from '../../command/invocation.js';

/** One field that a GraphQL document asks its server to carry out, with the texts among its arguments. */
export interface GraphqlField {
  readonly operation: 'query' | 'mutation' | 'subscription';
  /** The field's own name, whatever alias stands before it. */
  readonly name: string;
  /** `[argument, literal or $variable]`, in order. */
  readonly values: readonly (readonly [name: string, value: string])[];
  /** An argument that filters is given and empty: `where: {}`. */
  readonly takesAll: boolean;
}

const operations = new Set(['query', 'mutation', 'subscription']);

/** Strings of both kinds, names, variables, numbers; comments and commas fall away. */
const tokens =
  /#[^\n]*|"""[\s\S]*?(?:"""|$)|"(?:[^"\\\n]|\\.)*"?|\.\.\.|[$@]?[\w\uFFFC]+|-?\d[\w.]*|[!(){}[\]:=|&]/g;

/** True for text that begins as a GraphQL document does and not as JSON or a statement of another kind. */
export function looksLikeGraphql(text: string): boolean {
  const head = text.slice(0, 2_000).replace(/^(?:\s|#[^\n]*\n)+/, '');
  if (/^(?:query|mutation|subscription)\b\s*(?:\w+\s*)?[({@]/.test(head)) return true;
  return /^fragment\s+\w+\s+on\s/.test(head) || /^\{\s*(?:\w+\s*[({:}]|\w+\s+\w|\.\.\.)/.test(head);
}

/** The root fields of every operation; undefined where the text is no document. */
export function graphqlFields(text: string): readonly GraphqlField[] | undefined {
  const found = text.match(tokens) ?? [];
  return new GraphqlReader(found.filter((token) => !token.startsWith('#'))).document();
}

class GraphqlReader {
  private at = 0;
  private readonly fields: GraphqlField[] = [];

  constructor(private readonly words: readonly string[]) {}

  document(): readonly GraphqlField[] | undefined {
    while (this.at < this.words.length) {
      const word = this.next();
      if (word === '{') this.rootFields('query');
      else if (operations.has(word)) this.operation(word);
      else if (word === 'fragment') this.fragment();
      else return undefined;
    }
    return this.fields;
  }

  private operation(word: string): void {
    while (this.at < this.words.length && this.peek() !== '{') {
      if (this.next() === '(') this.skip('(', ')');
    }
    this.at += 1;
    this.rootFields(word === 'mutation' || word === 'subscription' ? word : 'query');
  }

  /** A fragment on the root of mutations carries root fields. */
  private fragment(): void {
    const on = this.words.indexOf('on', this.at);
    const type = this.words[on + 1] ?? '';
    while (this.at < this.words.length && this.peek() !== '{') this.at += 1;
    this.at += 1;
    if (/mutation/i.test(type)) this.rootFields('mutation');
    else this.skip('{', '}');
  }

  /** Behind an opening brace, up to its closing one. */
  private rootFields(operation: GraphqlField['operation']): void {
    let inline = 0;
    while (this.at < this.words.length) {
      const word = this.next();
      if (word === '}') {
        if (inline === 0) return;
        inline -= 1;
      } else if (word === '{') inline += 1;
      else if (word === '...') this.spread();
      else if (word.startsWith('@')) this.directive();
      else this.field(operation, word);
    }
  }

  /** `... on Mutation @x {`: what stands in it are root fields as well. `...Named` is read where it is defined. */
  private spread(): void {
    if (this.peek() === 'on') this.at += 2;
    else if (/^\w/.test(this.peek())) this.at += 1;
  }

  private directive(): void {
    if (this.peek() !== '(') return;
    this.at += 1;
    this.skip('(', ')');
  }

  private field(operation: GraphqlField['operation'], first: string): void {
    let name = first;
    if (this.peek() === ':') {
      this.at += 1;
      name = this.next();
    }
    const from = this.at;
    if (this.peek() === '(') {
      this.at += 1;
      this.skip('(', ')');
    }
    const given = this.words.slice(from, this.at);
    while (this.peek().startsWith('@')) {
      this.at += 1;
      this.directive();
    }
    if (this.peek() === '{') {
      this.at += 1;
      this.skip('{', '}');
    }
    this.fields.push({ operation, name, values: valuesIn(given), takesAll: isUnfiltered(given) });
  }

  /** To behind the bracket that closes the one just read. */
  private skip(open: string, close: string): void {
    for (let depth = 1; depth > 0 && this.at < this.words.length; ) {
      const word = this.next();
      if (word === open) depth += 1;
      else if (word === close) depth -= 1;
    }
  }

  private peek(): string {
    return this.words[this.at] ?? '';
  }

  private next(): string {
    const word = this.peek();
    this.at += 1;
    return word;
  }
}

function valuesIn(words: readonly string[]): readonly (readonly [string, string])[] {
  return words.flatMap((word, index): readonly (readonly [string, string])[] => {
    const name = words[index - 2];
    if (name === undefined || words[index - 1] !== ':' || !/^[$"\w\uFFFC-]/.test(word)) return [];
    return [[name, word.startsWith('"') ? word.replace(/^"{1,3}|"{1,3}$/g, '') : word]];
  });
}

function isUnfiltered(words: readonly string[]): boolean {
  return words.some(
    (word, index) => /^(?:where|filter)$/i.test(word) && words.slice(index + 1, index + 4).join('') === ':{}',
  );
}

/** True where a part of the document is not known. */
export function isUnknownField(field: GraphqlField): boolean {
  return field.name.includes(OPAQUE_MARK);
}
