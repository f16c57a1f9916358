#include "image/registry_place.h"

#include <gtest/gtest.h>

#include "net/test_server.h"

namespace seawall::image {
namespace {

TEST(Mirror, Forms) {
  EXPECT_EQ(parse_mirror("mirror:5000")->host, "mirror:5000");
  EXPECT_EQ(parse_mirror("mirror:5000")->prefix, "");
  EXPECT_EQ(parse_mirror("https://m.example.com/docker/hub/")->prefix, "docker/hub/");
  EXPECT_EQ(parse_mirror("HTTP://m")->scheme, "http");
  for (const char* bad : {"", "ftp://m", "/path", "user@m", "m:99999"})
    EXPECT_FALSE(parse_mirror(bad).ok()) << bad;
}

TEST(RegistryPlaces, MirrorThenOrigin) {
  OpenOptions options;
  options.mirrors["docker.io"] = "m:5000/hub";
  auto places = registry_places(*parse_reference("alpine"), options);
  ASSERT_TRUE(places.ok());
  ASSERT_EQ(places->size(), 2u);
  EXPECT_EQ((*places)[0].repository, "hub/library/alpine");
  EXPECT_EQ((*places)[0].name, "m:5000");
  EXPECT_EQ((*places)[1].base, "registry-1.docker.io");
  EXPECT_EQ((*places)[1].name, "docker.io");
}

TEST(ChooseTransport, ThisMachineByPlainHttp) {
  net::TestServer server([](const net::TestServer::Request&, net::TestServer::Wire& wire) {
    wire.send(net::TestServer::answer(401, ""));
  });
  auto http = net::make_http_client().value();
  RegistryPlace place{.base = server.host(), .name = "x", .repository = "r"};
  choose_transport(*http, place);
  EXPECT_EQ(place.base, "http://" + server.host());
  EXPECT_EQ(server.log(), std::vector<std::string>{"GET /v2/"});
  // Others: TLS, without asking.
  RegistryPlace other{.base = "registry.invalid", .name = "x", .repository = "r"};
  choose_transport(*http, other);
  EXPECT_EQ(other.base, "https://registry.invalid");
}

}  // namespace
}  // namespace seawall::image
