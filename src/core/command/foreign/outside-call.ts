/** A call of another language that leads to a library: where its name comes from, and the way from there. */
export interface OutsideCall {
  /** The module; empty for a name of the language or of nowhere, `?` for a member of what is not known. */
  readonly root: string;
  readonly steps: readonly OutsideStep[];
}

export interface OutsideStep {
  readonly name: string;
  readonly called: boolean;
  /** Texts that stand among its arguments, in order. */
  readonly texts: readonly string[];
  /** Texts by the name that they are given under, however deep. */
  readonly options: ReadonlyMap<string, string>;
  /** Something is given. */
  readonly given: boolean;
}

/** `google.cloud.storage.Client.bucket.delete`: without what is given. */
export function outsidePath({ root, steps }: OutsideCall): string {
  return [root, ...steps.map((step) => step.name)].filter((part) => part !== '').join('.');
}
