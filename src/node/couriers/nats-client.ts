/** The NATS client stands in a bundle of its own: most teams never load it. */
import {
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { ok, type Result } from '../../core/shared/result.js';
import { type CourierFailure, messageLimitBytes } from '../../ports/courier.js';
import { failure } from './failure.js';
import { authenticatorOf } from './nats-access.js';

export { natsFailure } from './nats-access.js';
// Records go over the same client.
export { NatsRecordRoute, NatsRecordSource } from './nats-records.js';

export interface NatsSetting {
  /** `host:port`. */
  readonly server: string;
  readonly isTls: boolean;
  readonly stream: string;
  /** First part of every subject. */
  readonly prefix: string;
  /** A `.creds` file's text, `user:password`, or a token. */
  readonly credentials: string | undefined;
  /** PEM, for a server with a certificate of the team's own. */
  readonly ca: string | undefined;
  /** Something may have been missed. */
  readonly reconnected: () => void;
}

const timeoutMs = 5_000;
const dayNs = 24 * 3_600 * 1_000_000_000;

/** Refused by the server because something lies there: by an expected sequence, or by one message a subject. */
const taken = new Set([10071, 10077]);

/** One connection to a server, and the stream that keeps the messages. Its methods throw what the client throws. */
export class NatsLink {
  private constructor(
    private readonly connection: NatsConnection,
    private readonly client: JetStreamClient,
    private readonly manager: JetStreamManager,
    private readonly setting: NatsSetting,
  ) {}

  static async open(setting: NatsSetting): Promise<Result<NatsLink, CourierFailure>> {
    const { credentials } = setting;
    const connection = await connect({
      servers: setting.server,
      name: 'countersign',
      timeout: timeoutMs,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 2_000,
      ...(setting.isTls ? { tls: setting.ca === undefined ? {} : { ca: setting.ca } } : {}),
      ...(credentials === undefined ? {} : { authenticator: authenticatorOf(credentials) }),
    });
    const manager = await jetstreamManager(connection, { timeout: timeoutMs });
    const link = new NatsLink(connection, jetstream(connection, { timeout: timeoutMs }), manager, setting);
    const usable = await link.findStream();
    if (!usable.ok) {
      await connection.close();
      return usable;
    }
    void link.tellReconnects();
    return ok(link);
  }

  get isClosed(): boolean {
    return this.connection.isClosed();
  }

  async create(subject: string, bytes: Uint8Array): Promise<'created' | 'exists'> {
    try {
      await this.client.publish(`${this.setting.prefix}.${subject}`, bytes, {
        expect: { lastSubjectSequence: 0 },
        timeout: timeoutMs,
      });
      return 'created';
    } catch (error) {
      if (error instanceof JetStreamApiError && taken.has(error.code)) return 'exists';
      throw error;
    }
  }

  async read(subject: string): Promise<Uint8Array | undefined> {
    const found = await this.last(subject);
    return found?.data;
  }

  /** Subjects without their prefix. `filter` may end in wildcards. */
  async subjects(filter: string): Promise<readonly string[]> {
    const { stream, prefix } = this.setting;
    const info = await this.manager.streams.info(stream, { subjects_filter: `${prefix}.${filter}` });
    return Object.keys(info.state.subjects ?? {}).map((subject) => subject.slice(prefix.length + 1));
  }

  async delete(subject: string): Promise<void> {
    const found = await this.last(subject);
    if (found) await this.manager.streams.deleteMessage(this.setting.stream, found.seq);
  }

  subscribe(filter: string, changed: () => void): () => void {
    const subscription = this.connection.subscribe(`${this.setting.prefix}.${filter}`, { callback: changed });
    return () => subscription.unsubscribe();
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  private async last(
    subject: string,
  ): Promise<{ readonly data: Uint8Array; readonly seq: number } | undefined> {
    const { stream, prefix } = this.setting;
    const found = await this.manager.streams.getMessage(stream, { last_by_subj: `${prefix}.${subject}` });
    return found ?? undefined;
  }

  /** The stream is made when it is missing; one that replaces messages is of no use. */
  private async findStream(): Promise<Result<void, CourierFailure>> {
    const { stream, prefix } = this.setting;
    try {
      const { config } = await this.manager.streams.info(stream);
      const isCreateOnly =
        config.max_msgs_per_subject === 1 &&
        config.discard === DiscardPolicy.New &&
        config.discard_new_per_subject;
      return isCreateOnly
        ? ok(undefined)
        : failure('unusable', `expected the stream ${stream} to keep the first message of a subject`);
    } catch (error) {
      if (!(error instanceof JetStreamApiError) || error.code !== 10059) throw error;
    }
    await this.manager.streams.add({
      name: stream,
      subjects: [`${prefix}.>`],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      max_msgs_per_subject: 1,
      discard: DiscardPolicy.New,
      discard_new_per_subject: true,
      max_age: dayNs,
      max_msgs: 50_000,
      max_bytes: 256 * 1024 * 1024,
      max_msg_size: messageLimitBytes + 1_024,
    });
    return ok(undefined);
  }

  private async tellReconnects(): Promise<void> {
    for await (const status of this.connection.status()) {
      if (status.type === 'reconnect') this.setting.reconnected();
    }
  }
}
