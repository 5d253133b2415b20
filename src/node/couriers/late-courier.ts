import type { Result } from '../../core/shared/result.js';
import type {
  Courier,
  CourierFailure,
  CourierFindings,
  MessageKey,
  MessageKind,
} from '../../ports/courier.js';

/** A courier whose program is loaded at its first use: a window without a team never needs it. */
export class LateCourier implements Courier {
  private opened: Promise<Courier> | undefined;
  private isLooking: boolean | undefined;

  constructor(private readonly open: () => Promise<Courier>) {}

  put(key: MessageKey, bytes: Uint8Array): Promise<Result<'created' | 'exists', CourierFailure>> {
    return this.ask((courier) => courier.put(key, bytes));
  }

  get(key: MessageKey): Promise<Result<Uint8Array | undefined, CourierFailure>> {
    return this.ask((courier) => courier.get(key));
  }

  list(kind: MessageKind, id?: string): Promise<Result<readonly MessageKey[], CourierFailure>> {
    return this.ask((courier) => courier.list(kind, id));
  }

  watch(kind: MessageKind, id: string | undefined, changed: () => void): () => void {
    let stop: (() => void) | undefined;
    let isStopped = false;
    this.courier().then(
      (courier) => {
        if (!isStopped) stop = courier.watch(kind, id, changed);
      },
      // Asking says why.
      () => undefined,
    );
    return () => {
      isStopped = true;
      stop?.();
    };
  }

  attend(isLooking: boolean): void {
    this.isLooking = isLooking;
    this.opened?.then(
      (courier) => courier.attend?.(isLooking),
      () => undefined,
    );
  }

  remove(keys: readonly MessageKey[]): Promise<Result<void, CourierFailure>> {
    return this.ask((courier) => courier.remove(keys));
  }

  probe(): Promise<Result<CourierFindings, CourierFailure>> {
    return this.ask((courier) => courier.probe());
  }

  dispose(): void {
    this.opened?.then(
      (courier) => courier.dispose(),
      () => undefined,
    );
  }

  private courier(): Promise<Courier> {
    this.opened ??= this.open().then((courier) => {
      if (this.isLooking !== undefined) courier.attend?.(this.isLooking);
      return courier;
    });
    return this.opened;
  }

  private async ask<T>(
    question: (courier: Courier) => Promise<Result<T, CourierFailure>>,
  ): Promise<Result<T, CourierFailure>> {
    let courier: Courier;
    try {
      courier = await this.courier();
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return { ok: false, error: { code: 'unusable', detail } };
    }
    return question(courier);
  }
}
