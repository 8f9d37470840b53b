// All pages behind the first, in one file of the bundle: without a line the next question is there too.
import type { Component } from "vue";
import AwayStep from "./away_step.vue";
import CheckPage from "./check_page.vue";
import CodePage from "./code_page.vue";
import ConfirmStep from "./confirm_step.vue";
import ConsentsStep from "./consents_step.vue";
import DangerPage from "./danger_page.vue";
import DonePage from "./done_page.vue";
import EvidenceStep from "./evidence_step.vue";
import FellowsStep from "./fellows_step.vue";
import ForStep from "./for_step.vue";
import HandlersStep from "./handlers_step.vue";
import NeedsStep from "./needs_step.vue";
import OthersStep from "./others_step.vue";
import PhonePage from "./phone_page.vue";
import ResumePage from "./resume_page.vue";
import SavedPage from "./saved_page.vue";
import StopPage from "./stop_page.vue";
import StoryStep from "./story_step.vue";
import TypeStep from "./type_step.vue";
import WantStep from "./want_step.vue";
import WhenStep from "./when_step.vue";
import WhereStep from "./where_step.vue";
import YouStep from "./you_step.vue";
import type { Step } from "./steps";

export const pages: Record<string, Component> = { danger: DangerPage, stop: StopPage, phone: PhonePage, resume: ResumePage, code: CodePage, saved: SavedPage, done: DonePage };

export const step_pages: Record<Step, Component> = {
    for: ForStep, you: YouStep, fellows: FellowsStep, others: OthersStep, story: StoryStep, type: TypeStep, want: WantStep, when: WhenStep, where: WhereStep,
    handlers: HandlersStep, evidence: EvidenceStep, away: AwayStep, needs: NeedsStep, confirm: ConfirmStep, consents: ConsentsStep, check: CheckPage,
};
