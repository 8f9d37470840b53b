/** The seven points of a file review, in their order. */
export const review_points = [
    "lawful_acceptance", "complete_papers", "standard_forms", "proper_evidence", "correct_law", "timely_visit", "proper_binding",
] as const;
