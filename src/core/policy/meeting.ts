/** One sign of a glob: a character, any one, any run within a part of a path, or any run at all. */
type Sign = string | typeof anyOne | typeof run | typeof anyRun;

const anyOne = Symbol('?');
const run = Symbol('*');
const anyRun = Symbol('**');

/** Longer ones are taken to meet. */
const longest = 2_000;

/** True when some path fits both globs: a command may name files by a glob of its own. Sets of characters take any one. */
export function globsMeet(first: string, second: string): boolean {
  if (first.length > longest || second.length > longest) return true;
  const [a, b] = [signsOf(first), signsOf(second)];
  // `reached[j]`: the signs of `a` up to here can take what the first `j` signs of `b` take.
  let reached = firstRow(b);
  for (const sign of a) {
    const next: boolean[] = [isRun(sign) && reached[0] === true];
    for (const [j, other] of b.entries()) {
      next.push(
        (isRun(sign) && (reached[j + 1] === true || (next[j] === true && takes(sign, other)))) ||
          (isRun(other) && (next[j] === true || (reached[j + 1] === true && takes(other, sign)))) ||
          (!isRun(sign) && !isRun(other) && reached[j] === true && meets(sign, other)),
      );
    }
    reached = next;
  }
  return reached[b.length] === true;
}

/** Before any sign of the first glob only runs of the second can be passed over. */
function firstRow(signs: readonly Sign[]): boolean[] {
  const row = [true];
  for (const [j, sign] of signs.entries()) row.push(row[j] === true && isRun(sign));
  return row;
}

function isRun(sign: Sign): boolean {
  return sign === run || sign === anyRun;
}

/** A run takes another sign: within a part it takes no slash. */
function takes(taker: Sign, sign: Sign): boolean {
  return taker === anyRun || (sign !== '/' && sign !== anyRun);
}

function meets(a: Sign, b: Sign): boolean {
  if (a === anyOne) return b !== '/';
  if (b === anyOne) return a !== '/';
  return a === b;
}

function signsOf(glob: string): readonly Sign[] {
  const signs = glob.toLowerCase().matchAll(/\*\*\/?|\*|\?|\[[^\]]*\]|[\s\S]/g);
  return [...signs].map(([sign]): Sign => {
    if (sign.startsWith('**')) return anyRun;
    if (sign === '*') return run;
    return sign === '?' || sign.length > 1 ? anyOne : sign;
  });
}
