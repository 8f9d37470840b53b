// 卷宗 What a file must hold, item by item, in the order of the ministry (domain facts 3.2). One rule, from which the
// gate of closing, the file's contents and the note of what is missing are told.
#pragma once
#include "dispute.hpp"

namespace hemu::closing {

/// In the order of the file. signatures and seal are acts on the agreement, no papers.
enum class VolumePart {
    application,
    rights_notice,
    identity,
    power,
    investigation,
    evidence,
    session_record,
    agreement,
    signatures,
    seal,
    ending,
    performance,
    visit,
    confirmation,
    file_note,
    back_cover
};
BOOST_DESCRIBE_ENUM(VolumePart, application, rights_notice, identity, power, investigation, evidence, session_record,
                    agreement, signatures, seal, ending, performance, visit, confirmation, file_note, back_cover)

/// must: the file has to hold it, given how the case went; otherwise only if there is any. lacking: it must and is
/// not there, or is not whole. before_closing: the case is not closed without it. explanation: why it is missing, in
/// the words of whoever files.
struct VolumeItem {
    VolumePart part = VolumePart::application;
    bool must = false;
    std::int64_t count = 0;
    bool lacking = false;
    bool before_closing = false;
    std::optional<std::string> explanation;
    std::optional<std::string> explained_by;
};
BOOST_DESCRIBE_STRUCT(VolumeItem, (), (part, must, count, lacking, before_closing, explanation, explained_by))

/// Why something is missing in the file. Empty words take an earlier explanation back.
struct ExplanationForm {
    VolumePart part = VolumePart::identity;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(ExplanationForm, (), (part, words))

}  // namespace hemu::closing
