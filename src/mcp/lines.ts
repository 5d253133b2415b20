const lineFeed = 10;
const carriageReturn = 13;

/** Cuts a stream of bytes into lines. A line above `limit` bytes is thrown away as a whole, and `tooLong` is called. */
export class Lines {
  private pieces: Buffer[] = [];
  private size = 0;
  private isSkipping = false;

  constructor(
    private readonly limit: number,
    private readonly take: (line: Buffer) => void,
    private readonly tooLong: () => void,
  ) {}

  push(chunk: Buffer): void {
    let rest = chunk;
    for (let at = rest.indexOf(lineFeed); at >= 0; at = rest.indexOf(lineFeed)) {
      this.add(rest.subarray(0, at));
      this.flush();
      rest = rest.subarray(at + 1);
    }
    if (rest.length > 0) this.add(rest);
  }

  /** The stream has ended: what stands after the last line feed is a line too. */
  end(): void {
    if (this.size > 0 || this.isSkipping) this.flush();
  }

  private add(piece: Buffer): void {
    if (this.isSkipping) return;
    this.pieces.push(piece);
    this.size += piece.length;
    if (this.size <= this.limit) return;
    this.isSkipping = true;
    this.pieces = [];
  }

  private flush(): void {
    const line = trimmed(Buffer.concat(this.pieces));
    const isSkipped = this.isSkipping;
    this.pieces = [];
    this.size = 0;
    this.isSkipping = false;
    if (isSkipped) this.tooLong();
    else if (line.length > 0) this.take(line);
  }
}

function trimmed(line: Buffer): Buffer {
  return line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
}
