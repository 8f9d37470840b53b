// The paper as it leaves the house: what was frozen, the hands, the seal, the record, the signature.
#include <cmath>

#include "attachments.hpp"
#include "cms.hpp"
#include "log.hpp"
#include "organisations.hpp"
#include "outbound.hpp"
#include "outlines.hpp"
#include "record.hpp"
#include "sealed_pdf.hpp"
#include "signing_keys.hpp"

namespace hemu::signing {

using identity::Context;

static constexpr std::string_view seal_red = "0.80 0.10 0.10";
static constexpr double pi = 3.14159265358979323846;

/// Words in one colour, from a point of the box.
static std::string words_at(std::string_view words, double size, double x, double y, std::string_view colour) {
    return fmt::format("q {} rg 1 0 0 1 {:.2f} {:.2f} cm\n{}f Q\n", colour, x, y, pdf::outline(words, size).path);
}

static std::vector<std::string> characters_of(const std::string& words) {
    std::vector<std::string> all;
    for (const char byte : words) {
        if ((static_cast<unsigned char>(byte) & 0xc0) != 0x80) all.emplace_back();
        if (!all.empty()) all.back() += byte;
    }
    return all;
}

/// A circle by four curves.
static std::string circle(double x, double y, double radius) {
    const double k = radius * 0.5523;
    return fmt::format("{0:.2f} {1:.2f} m {0:.2f} {2:.2f} {3:.2f} {4:.2f} {5:.2f} {4:.2f} c\n", x + radius, y, y + k,
                       x + k, y + radius, x) +
           fmt::format("{0:.2f} {1:.2f} {2:.2f} {3:.2f} {2:.2f} {4:.2f} c\n", x - k, y + radius, x - radius, y + k,
                       y) +
           fmt::format("{0:.2f} {1:.2f} {2:.2f} {3:.2f} {4:.2f} {3:.2f} c\n", x - radius, y - k, x - k, y - radius,
                       x) +
           fmt::format("{0:.2f} {1:.2f} {2:.2f} {3:.2f} {2:.2f} {4:.2f} c h\n", x + k, y - radius, x + radius, y - k,
                       y);
}

static std::string star(double x, double y, double radius) {
    std::string path;
    for (int at = 0; at < 10; ++at) {
        const double length = at % 2 == 0 ? radius : radius * 0.382;
        const double angle = pi / 2 + at * pi / 5;
        path += fmt::format("{:.2f} {:.2f} {}\n", x + length * std::cos(angle), y + length * std::sin(angle),
                            at == 0 ? "m" : "l");
    }
    return path + "h f\n";
}

/// 印章: a red circle with the body's name along it and a star: State Council, 国发〔1999〕25号, gives the form.
static std::string seal_look(const std::string& body, double size) {
    const double middle = size / 2, radius = size / 2 - 2;
    std::string look = fmt::format("{0} RG {0} rg 2.2 w\n{1}S\n{2}", seal_red, circle(middle, middle, radius),
                                   star(middle, middle, size * 0.13));
    const auto characters = characters_of(body);
    if (characters.empty()) return look;
    // As large as keeps them apart on four fifths of the circle.
    const auto count = static_cast<double>(characters.size());
    const double letter = std::min(size * 0.13, 1.6 * pi * radius / (1.08 * count + 2 * pi));
    const double along = radius - letter * 1.25;
    const double step = std::min(letter * 1.35 / along, 1.6 * pi / count);
    double angle = pi / 2 + step * (count - 1) / 2;
    for (const std::string& character : characters) {
        const auto shape = pdf::outline(character, letter, true);
        const double turn = angle - pi / 2;
        look += fmt::format("q {0:.4f} {1:.4f} {2:.4f} {0:.4f} {3:.2f} {4:.2f} cm 1 0 0 1 {5:.2f} 0 cm\n{6}f Q\n",
                            std::cos(turn), std::sin(turn), -std::sin(turn), middle + along * std::cos(angle),
                            middle + along * std::sin(angle), -shape.width / 2, shape.path);
        angle -= step;
    }
    return look;
}

static std::string_view method_words(SigningMethod method) {
    switch (method) {
        case SigningMethod::strokes:
            return "现场手写签名";
        case SigningMethod::phone:
            return "本人手机手写签名";
        case SigningMethod::fingerprint:
            return "指印";
        case SigningMethod::ink:
            return "纸质签署，照片存卷";
        case SigningMethod::password:
            return "本人账号验证后签署";
        case SigningMethod::seal:
            return "保管人盖章";
    }
    return "";
}

static std::string note_words(const SignerRow& signer) {
    const Instant at = *signer.signed_at;
    return fmt::format("{}　{} {:02}:{:02}", method_words(*signer.method), chinese_text(legal_date(at)),
                       legal_hour(at), legal_minute(at));
}

static void add_date(std::vector<Mark>& marks, const SignerPlace& place, LegalDate day) {
    if (!place.date) return;
    const double em = 15;
    std::string drawing;
    const auto put = [&](int number, double ems, double wide) {
        const std::string words = std::to_string(number);
        const double x = ems * em + (wide * em - pdf::outline(words, em).width) / 2;
        drawing += words_at(words, em, x, 0, "0 0 0");
    };
    put(day.year(), 0.6, 3.4);
    put(static_cast<int>(day.month()), 5, 2);
    put(static_cast<int>(day.day()), 8, 2);
    marks.push_back({*place.date, drawing});
}

/// What a signer left, where he stands.
static void add_hand(std::vector<Mark>& marks, const SignerRow& signer, const SignerPlace& place,
                     const std::string& keeper_picture, const Context& cx) {
    marks.push_back({place.note, words_at(note_words(signer), 10, 0, 0, "0.2 0.2 0.2")});
    const double width = place.hand.width, height = place.hand.height;
    if (signer.strokes_sealed) {
        const auto hand = json::read<HandStrokes>(cx.keys.open(*signer.strokes_sealed, strokes_context));
        marks.push_back({place.hand, drawn(hand, width, height)});
    } else if (signer.picture_digest) {
        const bool is_keepers = signer.role == SignerRole::keeper && !keeper_picture.empty();
        auto picture =
            picture_in(is_keepers ? keeper_picture : attachments::content_on_shelf(*signer.picture_digest, cx));
        marks.push_back({place.hand, "", std::move(picture)});
    } else if (signer.role == SignerRole::mediator || signer.role == SignerRole::judge) {
        const double size = std::min(18.0, height * 0.7);
        marks.push_back({place.hand, words_at(signer.name, size, 0, (height - size) / 2, "0.05 0.05 0.25")});
    }
}

static TimestampCall timestamp_call(const std::string& url) {
    if (url.empty()) return nullptr;
    return [url](const std::string& request) {
        outbound::HttpRequest call;
        call.url = url;
        call.headers = {"Content-Type: application/timestamp-query", "Accept: application/timestamp-reply"};
        call.body = request;
        const auto answer = outbound::send_http(call);
        if (answer.status != 200) throw std::runtime_error(fmt::format("status {}", answer.status));
        return answer.body;
    };
}

/// What the body seals with, read before the paper is made.
struct Sealing {
    std::string body;
    std::optional<KeyPair> x509;
    std::optional<KeyPair> sm2;
    std::string timestamp_url;
};

static Sealing sealing_of(const PaperRow& paper, const Context& cx) {
    auto found = cx.db.read([&](db::Tx& tx) {
        return Sealing{organisations::name_of(tx, paper.organisation_id),
                       key_of(tx, paper.organisation_id, KeyKind::x509, cx.keys),
                       key_of(tx, paper.organisation_id, KeyKind::sm2, cx.keys), timestamp_server(tx)};
    });
    if (!found.x509 || !found.sm2) throw Refusal(Fault::conflict, "signing_key_missing");
    return found;
}

static std::string signed_record(const OpenPaper& open, const Sealing& with, Instant moment) {
    const PaperRow& paper = open.paper;
    SigningRecord record{paper.title,      paper.code,          paper.version,    with.body, paper.check_code,
                         paper.digest_sm3, paper.digest_sha256, paper.size_bytes, moment,    {}};
    for (const SignerRow& one : open.signers)
        record.acts.push_back({one.position, one.role, *one.method, *one.signed_at, *one.evidence_sm3});
    SignedRecord made;
    made.record = json::write(record);
    made.signature = crypto::to_base64(sm2_signature(key_in(with.sm2->key).get(), made.record));
    made.certificate = with.sm2->certificate;
    made.chain = with.sm2->chain;
    return json::write(made);
}

std::string completed_bytes(const OpenPaper& open, const std::string& keeper_picture, const Context& cx) {
    const PaperRow& paper = open.paper;
    const Sealing with = sealing_of(paper, cx);
    const std::string frozen = attachments::content_on_shelf(paper.digest_sm3, cx);
    Additions additions;
    for (const SignerRow& one : open.signers) {
        const SignerPlace& place = paper.places->at(static_cast<std::size_t>(one.position));
        add_hand(additions.marks, one, place, keeper_picture, cx);
        if (one.role != SignerRole::keeper) continue;
        additions.seal.box = place.hand;
        // On paper the seal is in ink; a picture of a seal comes with an electronic seal alone.
        if (paper.ink_only) continue;
        additions.seal.drawing = seal_look(with.body, place.hand.width);
        add_date(additions.marks, place, legal_date(cx.moment));
    }
    additions.record_name = record_name;
    additions.record = signed_record(open, with, cx.moment);
    additions.signer = with.body;
    additions.signed_at = cx.moment;
    try {
        return sealed_pdf(frozen, additions, [&](std::string_view bytes) {
            return cms_signature(bytes, *with.x509, timestamp_call(with.timestamp_url));
        });
    } catch (const std::exception& fault) {
        log::error("paper_not_sealed", {{"why", fault.what()}});
        throw Refusal(Fault::unavailable, with.timestamp_url.empty() ? "paper_not_sealed" : "timestamp_missing");
    }
}

}  // namespace hemu::signing
