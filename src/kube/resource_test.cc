#include "kube/resource.h"

#include <gtest/gtest.h>

namespace seawall::kube {
namespace {

TEST(Resource, OfKinds) {
  EXPECT_EQ(resource_of("Pod"), "pods");
  EXPECT_EQ(resource_of("Ingress"), "ingresses");
  EXPECT_EQ(resource_of("NetworkPolicy"), "networkpolicies");
  EXPECT_EQ(resource_of("Gateway"), "gateways");
  EXPECT_EQ(resource_of("Endpoints"), "endpoints");
  EXPECT_EQ(resource_of("EndpointSlice"), "endpointslices");
  EXPECT_EQ(resource_of("StorageClass"), "storageclasses");
  EXPECT_EQ(resource_of(""), "");
}

}  // namespace
}  // namespace seawall::kube
