import { type Given, type Known, type Thing, unknownValue } from './known.js';
import { itemsOf } from './things.js';

/** True for a call that gives a module: the language's own word, or a method by which one is come by without it. */
export function loadsModule(bare: string, name: string): boolean {
  return /^(?:require|__import__)$/.test(bare) || /^(?:import_module|getBuiltinModule|_load)$/.test(name);
}

/** Functions that call what they are given, or are given the name of. */
const callsBack =
  /^(?:array_map|array_walk|array_walk_recursive|array_filter|array_reduce|call_user_func_array|iterator_apply|map|filter)$/;

/** Of more things than these, one that is not known stands for the rest. */
const manyItems = 50;

/** `array_map('unlink', $files)`, `map(os.remove, files)`: the function that is named, with each thing that stands beside it. */
export function calledBack(
  name: string,
  args: readonly Known[],
): readonly (readonly [called: Thing, given: Given])[] {
  if (!callsBack.test(name)) return [];
  return args.slice(0, 2).flatMap((arg, at) => {
    const called = functionNamed(arg);
    if (called === undefined) return [];
    const others = args.slice(0, manyItems).filter((_one, index) => index !== at);
    const items = others.flatMap((one) => (one.kind === 'list' ? itemsOf(one).slice(0, manyItems) : [one]));
    const given =
      items.length > 0 && items.length < manyItems ? items : [...items.slice(0, manyItems), unknownValue];
    return given.map((item) => [called, { args: [item], named: new Map(), isNew: false }] as const);
  });
}

function functionNamed(arg: Known): Thing | undefined {
  if (arg.kind === 'text' && /^[a-z_]\w*$/.test(arg.text))
    return { kind: 'thing', root: '', steps: [{ name: arg.text }] };
  return isUncalled(arg) ? arg : undefined;
}

/** A function that is handed on by its name, as `fs.unlinkSync` or `client.del` is. */
export function isUncalled(arg: Known): arg is Thing {
  return arg.kind === 'thing' && arg.steps.length > 0 && arg.steps.at(-1)?.called === undefined;
}

/** Methods that call the function that they get with the rest of what they get: `submit(os.remove, path)`. */
const callsLater =
  /^(?:submit|apply|apply_async|map|imap|imap_unordered|starmap|map_async|to_thread|run_in_executor|call_soon|partial|register|Thread|Process|Timer|run_sync)$/;

export function calledLater(name: string, { args, named }: Given): readonly (readonly [Thing, Given])[] {
  if (!callsLater.test(name)) return [];
  const at = args.findIndex(isUncalled);
  const called = [args[at], named.get('target')].find((one) => one !== undefined && isUncalled(one));
  if (called?.kind !== 'thing' || called.root === '?') return [];
  const rest =
    at < 0 ? (named.get('args') ?? unknownValue) : { kind: 'list' as const, items: args.slice(at + 1) };
  const items = rest.kind === 'list' ? rest.items : [rest];
  const isEach = /map/.test(name) && items[0]?.kind === 'list';
  const turns = isEach
    ? itemsOf(items[0] ?? unknownValue)
        .slice(0, manyItems)
        .map((one) => [one])
    : [items];
  return turns.map((own) => [called, { args: own, named, isNew: false }] as const);
}
