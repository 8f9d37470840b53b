// Who may take a case in hand, give it back or put it aside: as the server decides it, so that no button is dead.
import { registrars } from "../router";
import { has_duty, session } from "../session";

interface Handled {
    state: string;
    holder_id: string;
    handler_id?: string | null;
}

const before_mediators = ["registered", "accepted", "offered", "taken"];
const over = ["closed", "archived", "merged", "paused"];
const is_mine = (one: Handled): boolean => one.handler_id === session.value?.account.id;
const is_here = (one: Handled): boolean => one.holder_id === session.value?.post?.organisation_id;

export const may_claim = (one: Handled): boolean =>
    has_duty(...registrars) && is_here(one) && !one.handler_id && before_mediators.includes(one.state);
export const may_release = (one: Handled): boolean =>
    Boolean(one.handler_id) && before_mediators.includes(one.state) && (is_mine(one) || (is_here(one) && has_duty("head", "dispatcher")));
export const may_hold = (one: Handled): boolean =>
    has_duty(...registrars) && !over.includes(one.state) && (is_mine(one) || (is_here(one) && !one.handler_id));
