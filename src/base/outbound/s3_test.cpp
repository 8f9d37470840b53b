#include "s3.hpp"

#include <gmock/gmock.h>

#include "loopback.hpp"
#include "s3_signature.hpp"

namespace hemu::outbound {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// The four examples of "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)", with the
// keys that are printed there.
static const Bucket examples{"https://examplebucket.s3.amazonaws.com", "", "us-east-1", "AKIAIOSFODNN7EXAMPLE",
                             "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};

static std::string signature_of(S3Call call) {
    call.host = "examplebucket.s3.amazonaws.com";
    const std::string authorization =
        signed_headers(examples, call, start_of(LegalDate(2013, 5, 24)) + std::chrono::hours(8)).back();
    return authorization.substr(authorization.rfind('=') + 1);
}

TEST(S3, signs_as_the_examples_of_aws_do) {
    EXPECT_EQ(signature_of({"GET", "", "/test.txt", {}, {"Range: bytes=0-9"}}),
              "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    EXPECT_EQ(signature_of({"PUT",
                            "",
                            "/test$file.text",
                            {},
                            {"Date: Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class: REDUCED_REDUNDANCY"},
                            "Welcome to Amazon S3."}),
              "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    EXPECT_EQ(signature_of({"GET", "", "/", {{"lifecycle", ""}}}),
              "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    EXPECT_EQ(signature_of({"GET", "", "/", {{"prefix", "J"}, {"max-keys", "2"}}}),
              "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

static Bucket bucket_at(const std::string& host) {
    return {"http://" + host, "files", "cn-1", "key-id", "very-secret"};
}

static std::string answer(std::string_view status, std::string_view body = "") {
    return fmt::format("HTTP/1.1 {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", status, body.size(), body);
}

TEST(S3, puts_gets_and_removes_by_path) {
    std::string asked;
    LoopbackServer server(
        [&](int peer) {
            const std::string head = hear(peer, "\r\n\r\n");
            asked += head;
            if (head.starts_with("PUT")) asked += hear(peer, "sealed");
            say(peer, head.starts_with("DELETE") ? answer("204 No Content")
                                                 : answer("200 OK", head.starts_with("GET") ? "sealed" : ""));
        },
        4);
    const Bucket bucket = bucket_at(server.host);
    put_object(bucket, "city/ab/abc", "sealed");
    EXPECT_TRUE(has_object(bucket, "city/ab/abc"));
    EXPECT_EQ(get_object(bucket, "city/ab/abc"), "sealed");
    remove_object(bucket, "city/ab/abc");
    server.finish();
    EXPECT_THAT(
        asked, AllOf(StartsWith("PUT /files/city/ab/abc HTTP/1.1\r\n"), HasSubstr("HEAD /files/city/ab/abc"),
                     HasSubstr("Credential=key-id/"), HasSubstr("SignedHeaders=host;x-amz-content-sha256;x-amz-date"),
                     Not(HasSubstr("Content-Type")), Not(HasSubstr("very-secret"))));
}

TEST(S3, tries_again_while_the_server_is_busy_and_says_why_it_refuses) {
    int asked = 0;
    LoopbackServer busy(
        [&](int peer) {
            hear(peer, "\r\n\r\n");
            say(peer, answer(++asked < 3 ? "503 Slow Down" : "200 OK", "x"));
        },
        3);
    EXPECT_EQ(get_object(bucket_at(busy.host), "a"), "x");
    EXPECT_EQ(asked, 3);
    const auto refusal = [](std::string_view status, std::string_view body) {
        LoopbackServer server([&](int peer) {
            hear(peer, "\r\n\r\n");
            say(peer, answer(status, body));
        });
        try {
            return get_object(bucket_at(server.host), "a") ? std::string("there") : "not there";
        } catch (const Failure& failure) {
            return std::string(failure.what());
        }
    };
    EXPECT_THAT(refusal("403 Forbidden",
                        "<Error><Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>key-id</AWSAccessKeyId></Error>"),
                AllOf(HasSubstr("status 403 SignatureDoesNotMatch"), Not(HasSubstr("key-id"))));
    EXPECT_THAT(refusal("404 Not Found", "<Error><Code>NoSuchBucket</Code></Error>"), HasSubstr("NoSuchBucket"));
    EXPECT_EQ(refusal("404 Not Found", "<Error><Code>NoSuchKey</Code></Error>"), "not there");
    EXPECT_THAT(refusal("400 Bad", "<Code>\x1b[31m</Code>"), AllOf(HasSubstr("status 400"), Not(HasSubstr("\x1b"))));
    EXPECT_THROW(has_object({"http://127.0.0.1:1", "files", "r", "k", "s"}, "a"), Failure);
}

}  // namespace hemu::outbound
