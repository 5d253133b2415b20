/** Records on their way to an archive over NATS; beside the client in its bundle. */
import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  type JsMsg,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { sha256 } from '../../core/shared/digest.js';
import { dayMs } from '../../core/shared/durations.js';
import { ok, type Result } from '../../core/shared/result.js';
import type { CourierFailure } from '../../ports/courier.js';
import type { RouteEnd } from '../archive/outbox.js';
import type { RecordRoute } from '../archive/record-route.js';
import type { Delivery, RecordSource } from '../archive/record-source.js';
import { failure, withinTime } from './failure.js';
import { authenticatorOf, natsFailure } from './nats-access.js';

export interface NatsRecordSetting {
  /** `host:port`. */
  readonly server: string;
  readonly isTls: boolean;
  /** Second part of every subject: several organisations share a server. */
  readonly organisation: string;
  readonly credentials: string | undefined;
  readonly ca: string | undefined;
}

const timeoutMs = 5_000;
const nsOfMs = 1_000_000;

/** Entries of 65,535 bytes, many in one message. */
const mostMessageBytes = 1024 * 1024;
const atOnce = 256;
const waitMs = 1_000;

function connected(
  { server, isTls, credentials, ca }: NatsRecordSetting,
  inbox: string,
): Promise<NatsConnection> {
  return connect({
    servers: server,
    name: 'countersign',
    timeout: timeoutMs,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 1_000,
    inboxPrefix: inbox,
    ...(isTls ? { tls: ca === undefined ? {} : { ca } } : {}),
    ...(credentials === undefined ? {} : { authenticator: authenticatorOf(credentials) }),
  });
}

/** The archive's side: one durable consumer of a stream that keeps what comes until it is archived, and longer. */
export class NatsRecordSource implements RecordSource {
  private constructor(
    private readonly connection: NatsConnection,
    private readonly manager: JetStreamManager,
    private readonly setting: NatsRecordSetting,
    /** Each archive has one of its own: it gets everything, whoever else does. */
    private readonly consumer: string,
  ) {}

  /** `archive`: its name. */
  static async open(
    setting: NatsRecordSetting,
    archive: string,
  ): Promise<Result<NatsRecordSource, CourierFailure>> {
    let connection: NatsConnection | undefined;
    try {
      connection = await connected(setting, '_INBOX');
      const manager = await jetstreamManager(connection, { timeout: timeoutMs });
      const consumer = `countersign-${archive.replace(/[^0-9a-z]/g, '-')}`;
      const source = new NatsRecordSource(connection, manager, setting, consumer);
      await source.makeReady();
      await source.takeBack();
      return ok(source);
    } catch (error) {
      await connection?.close();
      return natsFailure(error);
    }
  }

  async next(): Promise<Result<readonly Delivery[], CourierFailure>> {
    const late = { isLate: false };
    const came = await withinTime(3 * timeoutMs, this.fetched(late));
    // What comes for an answer that nobody waits for any more has to come again.
    late.isLate = !came.ok;
    return came;
  }

  async tell(
    { person, log }: { readonly person: string; readonly log: string },
    note: string,
  ): Promise<void> {
    this.connection.publish(`cs.ack.${this.setting.organisation}.${person}.${log}`, note);
  }

  async close(): Promise<void> {
    // What was answered and acknowledged is on its way before the connection ends.
    await withinTime(timeoutMs, this.connection.flush().then(ok)).catch(() => undefined);
    await this.connection.close();
  }

  private get stream(): string {
    return `countersign-records-${this.setting.organisation}`;
  }

  private async fetched(late: {
    readonly isLate: boolean;
  }): Promise<Result<readonly Delivery[], CourierFailure>> {
    try {
      const consumer = await jetstream(this.connection, { timeout: timeoutMs }).consumers.get(
        this.stream,
        this.consumer,
      );
      const messages: JsMsg[] = [];
      for await (const message of await consumer.fetch({ max_messages: atOnce, expires: waitMs })) {
        if (late.isLate) message.nak();
        else messages.push(message);
      }
      return ok(messages.map((message) => this.delivery(message)));
    } catch (error) {
      if (isAbsent(error)) {
        await this.makeReady().catch(() => undefined);
      }
      return natsFailure(error);
    }
  }

  private delivery(message: JsMsg): Delivery {
    const [, , , person = ''] = message.subject.split('.');
    return {
      person,
      bytes: message.data,
      done: () => message.ack(),
      later: () => message.nak(waitMs),
    };
  }

  /** What another run of this archive had fetched and not archived comes at once, and not when the server has waited long enough. */
  private async takeBack(): Promise<void> {
    const { consumer, stream } = this;
    const { num_ack_pending, ack_floor } = await this.manager.consumers.info(stream, consumer);
    if (num_ack_pending === 0) return;
    await this.manager.consumers.delete(stream, consumer);
    await this.addConsumer(ack_floor.stream_seq + 1);
  }

  private async addConsumer(from: number): Promise<void> {
    await this.manager.consumers.add(this.stream, {
      durable_name: this.consumer,
      ack_policy: AckPolicy.Explicit,
      ack_wait: 60_000 * nsOfMs,
      max_ack_pending: 16 * atOnce,
      ...(from > 1 ? { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: from } : {}),
    });
  }

  /** What an administrator has made stays as it is. */
  private async makeReady(): Promise<void> {
    const { organisation } = this.setting;
    try {
      await this.manager.streams.info(this.stream);
    } catch (error) {
      if (!isAbsent(error)) throw error;
      await this.manager.streams.add({
        name: this.stream,
        subjects: [`cs.rec.${organisation}.>`],
        storage: StorageType.File,
        retention: RetentionPolicy.Limits,
        discard: DiscardPolicy.New,
        deny_delete: true,
        deny_purge: true,
        max_age: 30 * dayMs * nsOfMs,
        duplicate_window: 2 * 60_000 * nsOfMs,
        max_msg_size: mostMessageBytes,
      });
    }
    try {
      await this.manager.consumers.info(this.stream, this.consumer);
    } catch (error) {
      if (!isAbsent(error)) throw error;
      await this.addConsumer(0);
    }
  }
}

/** Stream or consumer is not there, in words that servers share. */
function isAbsent(error: unknown): boolean {
  const name = error instanceof Error ? error.name : '';
  if (/StreamNotFound|ConsumerNotFound/.test(name)) return true;
  return error instanceof JetStreamApiError && [10014, 10059].includes(error.code);
}

/** A machine's side: publishes under its own subject and hears its own answers; it needs no right to any stream. */
export class NatsRecordRoute implements RecordRoute {
  private constructor(
    private readonly connection: NatsConnection,
    private readonly subject: string,
  ) {}

  /** `person`: as the server's rights name them. `told`: a cosigned checkpoint that came. */
  static async open(
    setting: NatsRecordSetting,
    { person, log, told, again }: RouteEnd & { readonly person: string },
  ): Promise<Result<NatsRecordRoute, CourierFailure>> {
    try {
      const connection = await connected(setting, `_INBOX_${person}`);
      const place = `${setting.organisation}.${person}.${log}`;
      connection.subscribe(`cs.ack.${place}`, {
        callback: (error, message) => {
          if (!error) told(message.string());
        },
      });
      await connection.flush();
      void tellReconnects(connection, again);
      return ok(new NatsRecordRoute(connection, `cs.rec.${place}`));
    } catch (error) {
      return natsFailure(error);
    }
  }

  async send(bytes: Uint8Array): Promise<Result<void, CourierFailure>> {
    try {
      await jetstream(this.connection, { timeout: timeoutMs }).publish(this.subject, bytes, {
        msgID: sha256(bytes),
        timeout: timeoutMs,
      });
      return ok(undefined);
    } catch (error) {
      // Nobody answers where no stream takes the subject.
      if (error instanceof Error && /NoResponders/i.test(`${error.name} ${error.message}`))
        return failure('unusable', 'no stream takes the record: start countersign collect once');
      return natsFailure(error);
    }
  }

  readonly askEveryMs = 500;

  /** Answers come by themselves. */
  async ask(): Promise<Result<void, CourierFailure>> {
    return ok(undefined);
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}

async function tellReconnects(connection: NatsConnection, again: () => void): Promise<void> {
  for await (const { type } of connection.status()) if (type === 'reconnect') again();
}
