// Every verb and record of a case and the form it is done with. Which verbs are lawful now is said by the server;
// records without a verb are offered by state and duty, and the server still decides.
import { defineAsyncComponent, ref, type Component } from "vue";
import type { Schemas } from "@shared/api/client";
import type { Duty } from "../session";

type State = Schemas["State"];

export interface MoveForm {
    form: Component;
    props?: Record<string, unknown>;
    /** Leads away from an agreement: offered after the others. */
    turns_away?: boolean;
}

/** Which form another part of the case asks for, as `record:session`; the panel of the moves opens it and forgets it. */
export const asked_move = ref("");

const form = (open: () => Promise<{ default: Component }>): Component => defineAsyncComponent(open);

export const verb_forms: Record<string, MoveForm> = {
    accept: { form: form(() => import("../triage/acceptance_form.vue")) },
    offer: { form: form(() => import("../assignment/offer_form.vue")) },
    take: { form: form(() => import("../assignment/takeover_form.vue")) },
    receive: { form: form(() => import("../assignment/receive_form.vue")) },
    assign: { form: form(() => import("../assignment/mediators_form.vue")) },
    begin: { form: form(() => import("../handling/opening_form.vue")) },
    resume: { form: form(() => import("../handling/resumption_form.vue")) },
    agree: { form: form(() => import("../handling/agreement_form.vue")) },
    agree_orally: { form: form(() => import("../handling/agreement_form.vue")), props: { oral: true } },
    change_agreement: { form: form(() => import("../court/change_form.vue")) },
    perform: { form: form(() => import("../closing/performance_form.vue")) },
    close: { form: form(() => import("../closing/closing_form.vue")) },
    archive: { form: form(() => import("../closing/archive_form.vue")) },
    settle_at_once: { form: form(() => import("../handling/on_the_spot_form.vue")) },
    pause: { form: form(() => import("../handling/pause_form.vue")), turns_away: true },
    breach: { form: form(() => import("../closing/breach_form.vue")), turns_away: true },
    return: { form: form(() => import("../assignment/return_form.vue")), turns_away: true },
    redirect: { form: form(() => import("../triage/redirection_form.vue")), turns_away: true },
    refuse: { form: form(() => import("../triage/refusal_form.vue")), turns_away: true },
    merge: { form: form(() => import("../intake/merge_form.vue")), turns_away: true },
    withdraw: { form: form(() => import("../intake/withdrawal_form.vue")), turns_away: true },
    terminate: { form: form(() => import("../handling/termination_form.vue")), turns_away: true },
    keep_agreement: { form: form(() => import("../court/keep_form.vue")), turns_away: true },
    reopen: { form: form(() => import("../closing/reopening_form.vue")), turns_away: true },
};

export interface RecordForm extends MoveForm {
    states: State[];
    duties: Duty[];
    /** What the case waits for in these states; the verb follows by itself. */
    leads?: boolean;
}

const open_states: State[] = ["registered", "accepted", "offered", "taken", "assigned", "mediating", "paused", "agreed", "performing", "breached", "performed", "terminated"];
const before_effect: State[] = ["registered", "accepted", "offered", "taken", "assigned", "mediating", "paused", "agreed"];
const handled: State[] = ["assigned", "mediating", "paused"];
const after_agreement: State[] = ["performing", "breached", "performed", "terminated", "closed"];

export const record_forms: Record<string, RecordForm> = {
    signing: { form: form(() => import("../closing/signing_form.vue")), states: ["agreed"], duties: ["mediator", "head"], leads: true },
    session: { form: form(() => import("../handling/session_form.vue")), states: handled, duties: ["mediator", "head"] },
    rights_notice: { form: form(() => import("../handling/opening_form.vue")), props: { later: true }, states: ["mediating", "paused", "agreed"], duties: ["mediator", "head"] },
    investigation: { form: form(() => import("../handling/investigation_form.vue")), states: handled, duties: ["mediator", "head"] },
    undisputed_facts: { form: form(() => import("../handling/undisputed_form.vue")), states: handled, duties: ["mediator", "head"] },
    extension: { form: form(() => import("../handling/extension_form.vue")), states: ["assigned", "mediating"], duties: ["mediator", "head"] },
    mediators: { form: form(() => import("../assignment/mediators_form.vue")), props: { replaces: true }, states: handled, duties: ["head", "dispatcher"] },
    helper: { form: form(() => import("../assignment/helper_form.vue")), states: ["taken", ...handled], duties: ["head", "dispatcher"] },
    passing: { form: form(() => import("../assignment/pass_form.vue")), states: ["taken", ...handled], duties: ["head", "dispatcher"] },
    expert: { form: form(() => import("../assignment/expert_form.vue")), states: ["taken", ...handled], duties: ["head", "dispatcher"] },
    declaration: { form: form(() => import("../assignment/declaration_form.vue")), states: ["taken", ...handled], duties: ["mediator", "head"] },
    grading: { form: form(() => import("../triage/grading_form.vue")), states: open_states.filter((state) => state !== "registered"), duties: ["clerk", "dispatcher", "head", "mediator"] },
    party: { form: form(() => import("./party_form.vue")), states: before_effect, duties: ["clerk", "mediator", "head", "dispatcher"] },
    visit: { form: form(() => import("../evaluation/visit_form.vue")), states: after_agreement, duties: ["mediator", "head", "clerk", "dispatcher"] },
    order: { form: form(() => import("../supervision/order_form.vue")), states: open_states, duties: ["supervisor", "dispatcher", "leader"] },
    refer_out: { form: form(() => import("../partners/refer_out_form.vue")), states: [...open_states, "refused", "redirected", "withdrawn"], duties: ["clerk", "mediator", "head", "dispatcher"] },
    partner_event: { form: form(() => import("../partners/partner_event_form.vue")), states: [...open_states, "closed"], duties: ["clerk", "mediator", "head", "dispatcher"] },
    note: { form: form(() => import("./note_form.vue")), states: [...open_states, "closed"], duties: ["clerk", "mediator", "head", "dispatcher", "supervisor", "judge", "leader"] },
};
