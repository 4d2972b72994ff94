import { type ChannelCredentials, type ChannelOptions, type Client, Channel as GrpcChannel } from '@grpc/grpc-js';

/**
 * How much of a subscription may be on its way. HTTP/2's default of 64 KiB holds some 100 events, so that the server ended a live
 * subscription (32 + 32 events waiting) 27 times in 40 s at 600 gifts a second; with 8 MiB it did so once.
 */
const WINDOW_BYTES = 8 * 1024 * 1024;

/** A connection that answers no ping is given up after the sum of both: it may be open and dead while new ones would work. */
const PING_EVERY_MS = 1_500;
const PING_TIMEOUT_MS = 2_500;
/** How often the client pings, and how long it waits, unless the connection string says otherwise. */
const CLIENT_DEFAULT_MS = 10_000;

/** A connection's channel; its state tells whether the client has given it up. */
export type Channel = ReturnType<Client['getChannel']>;

/** What a channel was made with: not in its published type, the same in all of grpc-js' 1.x releases. */
interface ChannelParts {
  internalChannel: { credentials: ChannelCredentials; options: ChannelOptions };
}

/**
 * The channel that Salon uses in place of the one that the client made, which takes no options: the same server and credentials, a wider
 * window and earlier pings. The client's has not connected yet.
 */
export function ownChannel(made: Channel): Channel {
  const { credentials, options } = (made as unknown as ChannelParts).internalChannel;
  const orDefault = (given: number | undefined, ms: number) => (given === CLIENT_DEFAULT_MS ? ms : given);
  const own = new GrpcChannel(made.getTarget(), credentials, {
    ...options,
    'grpc-node.flow_control_window': WINDOW_BYTES,
    'grpc.keepalive_time_ms': orDefault(options['grpc.keepalive_time_ms'], PING_EVERY_MS),
    'grpc.keepalive_timeout_ms': orDefault(options['grpc.keepalive_timeout_ms'], PING_TIMEOUT_MS),
  });
  made.close();
  return own;
}
