import type { Signer } from '../../ports/signer.js';

/** A person's keys, the reader of which is loaded when they are first asked for. */
export class LateSigner implements Signer {
  private opened: Promise<Signer> | undefined;

  constructor(private readonly open: () => Promise<Signer>) {}

  async keys(): ReturnType<Signer['keys']> {
    return (await this.signer()).keys();
  }

  async around(): Promise<readonly string[]> {
    return (await (await this.signer()).around?.()) ?? [];
  }

  async sign(...asked: Parameters<Signer['sign']>): ReturnType<Signer['sign']> {
    return (await this.signer()).sign(...asked);
  }

  private signer(): Promise<Signer> {
    this.opened ??= this.open();
    return this.opened;
  }
}
