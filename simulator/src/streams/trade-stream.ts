import type { Faults } from '../control/faults.ts';
import { ApiError, apiErrors } from '../http/api-error.ts';
import { Params } from '../http/params.ts';
import type { VenueAccount } from '../venue/account-directory.ts';
import type { OrderDesk } from '../venue/order-desk.ts';
import type { StreamConnection } from './connection.ts';
import type { StreamCommand } from './stream-server.ts';

/** `/v5/trade`: orders over a WebSocket instead of REST, with the same answers. */
export class TradeStream {
  readonly #desk: OrderDesk;
  readonly #faults: Faults;

  constructor(desk: OrderDesk, faults: Faults) {
    this.#desk = desk;
    this.#faults = faults;
  }

  receive(connection: StreamConnection, command: StreamCommand): void {
    const head = { reqId: String(command.reqId ?? command.req_id ?? ''), op: command.op, connId: connection.id };
    const tail = { retExtInfo: {}, header: { Timenow: String(this.#faults.venueNow()) } };
    try {
      if (!connection.account) throw apiErrors.invalidKey();
      const data = this.#carryOut(command, connection.account);
      connection.send({ ...head, retCode: 0, retMsg: 'OK', data, ...tail });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      connection.send({ ...head, retCode: error.retCode, retMsg: error.message, data: {}, ...tail });
    }
  }

  #carryOut(command: StreamCommand, account: VenueAccount): object {
    const params = Params.fromJson(command.args?.[0]);
    switch (command.op) {
      case 'order.create':
        return this.#desk.create(params, account);
      case 'order.amend':
        return this.#desk.amend(params, account);
      case 'order.cancel':
        return this.#desk.cancel(params, account);
      default:
        throw apiErrors.parameter(`op ${command.op} is not supported`);
    }
  }
}
