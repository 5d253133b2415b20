import type { Value } from './invocation.js';

/** How one tool reads its words: which options take a value. Built by `optionGrammar`. */
export interface OptionGrammar {
  /** `single-dash`: `-name`, `-name=value`, `-name value`; `--name` is the same option (Go's flag package). */
  readonly style: 'dashes' | 'single-dash';
  readonly valued: ReadonlySet<string>;
  readonly flags: ReadonlySet<string>;
  /** Which short options take what stands behind them in the same word, and never the next word (`mysql -psecret`). */
  readonly attached: ReadonlySet<string>;
  /** What an option in neither list takes: nothing, the next word, or all words up to the next option. */
  readonly unlisted: 'flag' | 'value' | 'values';
  /** True when the first operand ends the options (`docker exec`, `env`). */
  readonly stopAtOperand: boolean;
}

/** A tool's words, sorted: nothing is lost, opaque words stand among the operands. */
export interface Arguments {
  readonly operands: readonly Value[];
  /** By name as listed in the grammar, dashes included; a flag has an empty list of values. */
  readonly options: ReadonlyMap<string, readonly Value[]>;
  /** How many operands stood before `--`; absent when there was none. */
  readonly terminated?: number;
}

/** Names are separated by spaces, dashes included: `valued: '-n --namespace'`. */
export function optionGrammar(form: {
  readonly style?: OptionGrammar['style'];
  readonly valued?: string;
  readonly flags?: string;
  readonly attached?: string;
  readonly unlisted?: OptionGrammar['unlisted'];
  readonly stopAtOperand?: boolean;
}): OptionGrammar {
  const { style = 'dashes', unlisted = 'flag', stopAtOperand = false } = form;
  const valued = asked(form.valued);
  const flags = asked(form.flags);
  const attached = asked(form.attached);
  return {
    style,
    unlisted,
    stopAtOperand,
    get valued() {
      return valued();
    },
    get flags() {
      return flags();
    },
    get attached() {
      return attached();
    },
  };
}

/** There are hundreds of tools, and a call is of one: each list is split when it is first asked for. */
function asked(words = ''): () => ReadonlySet<string> {
  let known: ReadonlySet<string> | undefined;
  return () => {
    known ??= new Set(wordsOf(words));
    return known;
  };
}

/** Sorts the words after the program's name. Total: any list of words has an answer. */
export function readArguments(argv: readonly Value[], grammar: OptionGrammar): Arguments {
  const reader = new ArgumentReader(argv, grammar);
  return reader.read();
}

/** The last value given for any of these names, which is the one that nearly every tool obeys. */
export function optionValue(args: Arguments, ...names: readonly string[]): Value | undefined {
  let last: Value | undefined;
  for (const name of names) last = args.options.get(name)?.at(-1) ?? last;
  return last;
}

/** True when any of these options is given, with or without a value. `--name=value` asks for that value. */
export function hasOption(args: Arguments, ...names: readonly string[]): boolean {
  return names.some((name) => {
    const equals = name.indexOf('=');
    if (equals < 0) return args.options.has(name) && !isSwitchedOff(args.options.get(name));
    return (args.options.get(name.slice(0, equals)) ?? []).some(
      (value) => value.text === name.slice(equals + 1),
    );
  });
}

/**
 * True when an option that makes a call harmless is given, and nothing takes it back: neither a value that says no, nor one
 * that is not known, nor its `--no-` form. Which of two comes last is not asked: the worse counts.
 */
export function rehearses(args: Arguments, ...names: readonly string[]): boolean {
  if (names.some((name) => name.startsWith('--') && args.options.has(`--no-${name.slice(2)}`))) return false;
  return names.some((name) => {
    const equals = name.indexOf('=');
    const values = args.options.get(equals < 0 ? name : name.slice(0, equals));
    if (values === undefined) return false;
    if (equals >= 0)
      return values.length > 0 && values.every((value) => value.text === name.slice(equals + 1));
    return values.every(
      (value) => value.opaque.length === 0 && !/^(?:false|none|no|off|0|f|n|)$/i.test(value.text),
    );
  });
}

function isSwitchedOff(values: readonly Value[] | undefined): boolean {
  const last = values?.at(-1)?.text.toLowerCase();
  return last === 'false' || last === 'none';
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

class ArgumentReader {
  private readonly operands: Value[] = [];
  private readonly options = new Map<string, Value[]>();
  private terminated: number | undefined;
  private at = 1;

  constructor(
    private readonly argv: readonly Value[],
    private readonly grammar: OptionGrammar,
  ) {}

  read(): Arguments {
    for (let word = this.argv[this.at]; word !== undefined; word = this.argv[this.at]) {
      this.at += 1;
      this.take(word);
    }
    const { operands, options, terminated } = this;
    return terminated === undefined ? { operands, options } : { operands, options, terminated };
  }

  private take(word: Value): void {
    const { text } = word;
    if (this.terminated !== undefined || (this.grammar.stopAtOperand && this.operands.length > 0)) {
      this.operands.push(word);
    } else if (text === '--') {
      this.terminated = this.operands.length;
    } else if (text === '-' || !text.startsWith('-')) {
      this.operands.push(word);
    } else if (this.grammar.style === 'single-dash') {
      this.takeLong(word, text.replace(/^--/, '-'));
    } else if (text.startsWith('--')) {
      this.takeLong(word, text);
    } else {
      this.takeShort(word);
    }
  }

  private takeLong(word: Value, text: string): void {
    const equals = text.indexOf('=');
    const name = this.fullName(equals < 0 ? text : text.slice(0, equals));
    if (equals >= 0) this.put(name, partOf(word, text.slice(equals + 1)));
    else if (this.grammar.valued.has(name)) this.putNext(name);
    else if (this.isFlag(name)) this.put(name);
    else this.putWords(name);
  }

  private isFlag(name: string): boolean {
    return this.grammar.unlisted === 'flag' || this.grammar.flags.has(name) || name.startsWith('--no-');
  }

  /** GNU tools take any unique beginning of a long option, so a shortened one must not hide. */
  private fullName(name: string): string {
    if (this.grammar.valued.has(name) || this.grammar.flags.has(name) || name.length < 4) return name;
    const matches = [...this.grammar.valued, ...this.grammar.flags].filter((known) => known.startsWith(name));
    return matches.length === 1 ? (matches[0] ?? name) : name;
  }

  /** `-n prod`, `-nprod`, `-n=prod`, and clusters such as `-it`. */
  private takeShort(word: Value): void {
    const letters = word.text.slice(1);
    for (let index = 0; index < letters.length; index += 1) {
      const name = `-${letters.charAt(index)}`;
      const rest = letters.slice(index + 1);
      if (this.grammar.valued.has(name)) {
        if (rest === '') this.putNext(name);
        else this.put(name, partOf(word, rest.replace(/^=/, '')));
        return;
      }
      if (this.grammar.attached.has(name)) {
        this.put(name, rest === '' ? undefined : partOf(word, rest));
        return;
      }
      if (rest.startsWith('=')) {
        this.put(name, partOf(word, rest.slice(1)));
        return;
      }
      this.put(name);
    }
  }

  private putNext(name: string): void {
    const next = this.argv[this.at];
    if (next === undefined) {
      this.put(name);
      return;
    }
    this.at += 1;
    this.put(name, next);
  }

  private putWords(name: string): void {
    this.put(name);
    for (let next = this.argv[this.at]; next !== undefined; next = this.argv[this.at]) {
      if (/^-{1,2}[A-Za-z]/.test(next.text) || next.text === '--') return;
      this.at += 1;
      this.put(name, next);
      if (this.grammar.unlisted === 'value') return;
    }
  }

  private put(name: string, value?: Value): void {
    const values = this.options.get(name) ?? [];
    if (value !== undefined) values.push(value);
    this.options.set(name, values);
  }
}

function partOf(word: Value, text: string): Value {
  const opaque = text.includes('\uFFFC') ? word.opaque : [];
  return word.span === undefined ? { text, opaque } : { text, opaque, span: word.span };
}
