import type { Sink } from './sink.ts';

export interface ReceiverOptions {
  /** Address to bind to, '127.0.0.1' by default. */
  readonly host?: string;
  /** 0 takes a free port. */
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly sink: Sink;
  /** Told of every request that could not be read: one sentence with a next step, and who sent it. */
  readonly onRefused?: (sentence: string, userAgent: string) => void;
  /** Bytes of a request, before and after decompression. 64 MiB by default. */
  readonly limit?: number;
  /** Origins of browser programs beside the loopback ones: 'https://app.example.test', or '*'. */
  readonly origins?: readonly string[];
}

/** One port: listening, or why not. */
export interface Port {
  /** The port that listens, or the one that was asked for when it could not be had. */
  readonly port: number;
  readonly listening: boolean;
  /** One sentence when it does not listen. */
  readonly problem?: string;
}

export interface Receiver {
  readonly http: Port;
  readonly grpc: Port;
  /** Stops listening, lets requests in flight finish, drops idle connections. */
  close(): Promise<void>;
}
